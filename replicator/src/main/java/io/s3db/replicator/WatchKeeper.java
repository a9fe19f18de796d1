package io.s3db.replicator;

import io.s3db.replicator.journal.Position;
import io.s3db.replicator.watch.WatchParts;
import io.s3db.replicator.watch.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A watch reads the journal too, and keeps what it has not read yet. */
record WatchKeeper(Watcher watcher) implements JournalKeeper.Holder {
  static WatchKeeper open(RunningParts parts) {
    return new WatchKeeper(
        Watcher.open(
            new WatchParts(
                parts.settings().watch(),
                parts.settings().wanted(),
                parts.context().store(),
                parts.context().records(),
                parts.context().clock(),
                parts.storage().journal(),
                parts.copiesWaitFrom(),
                parts.hub(),
                parts.watchFile().orElse(null),
                parts.context().time(),
                System::nanoTime)));
  }

  /** Forgets a record of a watch that is switched off: what it knew stays in its file. */
  static boolean forget(RunningParts parts, String resource, String recordId)
      throws InterruptedException {
    Optional<Path> file = parts.watchFile().filter(Files::exists);
    return file.isPresent() && Watcher.forget(file.get(), resource, recordId);
  }

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
