package io.s3db.replicator;

import io.s3db.replicator.journal.Position;
import io.s3db.replicator.watch.Watcher;

/** A watch reads the journal too, and keeps what it has not read yet. */
record WatchKeeper(Watcher watcher) implements JournalKeeper.Holder {
  @Override
  public String id() {
    return Watcher.NAME;
  }

  @Override
  public Position doneBelow() {
    return watcher.doneBelow();
  }

  @Override
  public void detach(String reason) {
    watcher.letGo();
  }
}
