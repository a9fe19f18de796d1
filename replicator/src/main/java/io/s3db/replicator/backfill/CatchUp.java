package io.s3db.replicator.backfill;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Position;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits until a destination has everything that was written until now. */
final class CatchUp {
  private static final Duration GLANCE = Duration.ofMillis(4);

  private final Receiver receiver;
  private final Journal journal;
  private final LongSupplier nanos;
  private final Duration patience;
  private Position position = Position.START;

  CatchUp(Receiver receiver, SyncParts parts, Duration patience) {
    this.receiver = receiver;
    this.journal = parts.journal();
    this.nanos = parts.nanos();
    this.patience = patience;
  }

  void await() throws InterruptedException, SyncHalt {
    Position end = journal.end();
    long began = nanos.getAsLong();
    while (receiver.settledBelow().compareTo(end) < 0) {
      if (nanos.getAsLong() - began >= patience.toNanos()) {
        String why = receiver.reason();
        throw new SyncHalt(
            "'%s' has not caught up within %d s: it is %s%s"
                .formatted(
                    receiver.id(),
                    patience.toSeconds(),
                    receiver.state().word(),
                    why.isEmpty() ? "." : ": " + why));
      }
      Thread.sleep(GLANCE);
    }
    position = Position.max(position, end);
  }

  /** The destination has had everything before. */
  Position position() {
    return position;
  }
}
