package io.s3db.replicator.state;

final class MemoryStateTest extends StateStoreContract {
  @Override
  StateStore open() {
    return SqliteState.inMemory();
  }
}
