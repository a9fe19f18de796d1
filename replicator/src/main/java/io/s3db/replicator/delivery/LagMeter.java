package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.Position;
import java.time.Duration;

/** Measures how far something that reads the journal is behind, with one small read. */
final class LagMeter {
  private static final int SAMPLE = 32;
  private static final long SAMPLE_BYTES = 1 << 20;

  private final Journal journal;
  private final Timer timer;

  LagMeter(Journal journal, Timer timer) {
    this.journal = journal;
    this.timer = timer;
  }

  /**
   * The lag of whoever has settled everything before one position and has read up to another.
   *
   * @param unsettled how many changes are between the two
   */
  Lag measure(Position settled, Position readUpTo, long unsettled) {
    Position end = journal.end();
    if (!end.isAfter(settled)) {
      return Lag.NONE;
    }
    Changes sample = journal.read(settled, _ -> true, SAMPLE, SAMPLE_BYTES);
    if (sample.changes().isEmpty()) {
      return Lag.NONE;
    }
    long unread = Math.max(0, end.offset() - Math.max(readUpTo.offset(), settled.offset()));
    long sampled = Math.max(1, sample.next().offset() - settled.offset());
    long estimate = unread * sample.changes().size() / sampled;
    Duration age = Duration.between(sample.changes().getFirst().event().changedAt(), timer.now());
    return new Lag(Math.max(1, unsettled + estimate), age.isNegative() ? Duration.ZERO : age);
  }
}
