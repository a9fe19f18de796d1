package io.s3db.testkit.store;

import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectStore;
import java.time.InstantSource;

class MemoryLargeBodyTest extends LargeBodyContract {
  @Override
  protected ObjectStore open() {
    return MemoryStore.create(InstantSource.system());
  }
}
