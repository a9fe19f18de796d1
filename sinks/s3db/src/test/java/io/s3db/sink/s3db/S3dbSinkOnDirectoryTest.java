package io.s3db.sink.s3db;

import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class S3dbSinkOnDirectoryTest extends S3dbSinkContract {
  @TempDir private Path folder;

  @Override
  ObjectStore store() {
    return ObjectStores.open("file://" + folder);
  }

  /** Each file of a directory is forced to disk. */
  @Override
  protected int largeBatch() {
    return 200;
  }
}
