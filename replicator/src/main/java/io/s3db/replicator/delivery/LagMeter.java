package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Position;
import java.time.Duration;
import java.util.List;

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
    Changes sample = sample(settled);
    if (sample.changes().isEmpty()) {
      return Lag.NONE;
    }
    long unread = Math.max(0, end.offset() - Math.max(readUpTo.offset(), settled.offset()));
    long sampled = Math.max(1, sample.next().offset() - settled.offset());
    long estimate = unread * sample.changes().size() / sampled;
    Duration age = age(sample.changes());
    return new Lag(Math.max(1, unsettled + estimate), age.isNegative() ? Duration.ZERO : age);
  }

  /** What is missing cannot be counted any more: that the destination needs sync is its state. */
  private Changes sample(Position settled) {
    try {
      return journal.read(settled, _ -> true, SAMPLE, SAMPLE_BYTES);
    } catch (JournalException e) {
      if (!e.code().equals("JOURNAL_POSITION_MISSING")) {
        throw e;
      }
      return journal.readKept(journal.begin(), _ -> true, SAMPLE, SAMPLE_BYTES);
    }
  }

  /** How long the oldest waits. A record that is copied may be years old: that is no lag. */
  private Duration age(List<Change> waiting) {
    return waiting.stream()
        .map(Change::event)
        .filter(event -> !event.id().isSnapshot())
        .findFirst()
        .map(event -> Duration.between(event.changedAt(), timer.now()))
        .orElse(Duration.ZERO);
  }
}
