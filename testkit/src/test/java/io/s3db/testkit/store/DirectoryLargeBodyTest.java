package io.s3db.testkit.store;

import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLargeBodyTest extends LargeBodyContract {
  @TempDir Path directory;

  @Override
  protected ObjectStore open() {
    return ObjectStores.open("file://" + directory + "?fsync=false");
  }
}
