package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.MemoryJournal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
  @Override
  protected Journal open() {
    return MemoryJournal.create(1 << 20, new Random(1));
  }

  @Test
  void refusesIntentsBeyondItsLimitUntilSpaceIsReleased() {
    Journal small = MemoryJournal.create(1000, new Random(1));
    while (small.size() < 700) {
      small.outcome(small.intend(Writes.update("a", 1)), Outcome.APPLIED);
    }
    assertThatThrownBy(() -> small.intend(Writes.update("a", 6)))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_FULL"));
    small.release(small.end());
    assertThat(small.size()).isZero();
    assertThat(small.intend(Writes.update("a", 6))).isNotNull();
  }
}
