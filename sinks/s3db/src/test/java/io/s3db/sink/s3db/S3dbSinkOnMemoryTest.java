package io.s3db.sink.s3db;

import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectStore;
import java.time.InstantSource;

class S3dbSinkOnMemoryTest extends S3dbSinkContract {
  @Override
  ObjectStore store() {
    return MemoryStore.create(InstantSource.system());
  }
}
