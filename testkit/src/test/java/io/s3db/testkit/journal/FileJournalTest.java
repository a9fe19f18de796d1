package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.Journal.Logged;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.replicator.journal.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in real files, with segments so small that everything crosses them. */
class FileJournalTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected Journal open() {
    return open(folder);
  }

  private static FileJournal open(Path folder) {
    JournalOptions options =
        JournalOptions.defaults().withSegmentBytes(4096).withTailCacheBytes(1000);
    return FileJournal.open(
        folder, options, FileLayer.disk(), InstantSource.system(), new Random(3));
  }

  private static void apply(Journal journal, String id, int number) {
    journal.outcome(journal.intend(Writes.update(id, number)), Outcome.APPLIED);
  }

  private static List<Integer> numbers(List<Change> changes) {
    return changes.stream().map(c -> (int) (c.event().version().clock() - 1_000)).toList();
  }

  @Test
  void keepsSnapshotsAcrossOpeningsAndSegments() {
    for (int i = 0; i < 50; i++) {
      journal.append(Writes.snapshot("r" + i, i, "warehouse"));
      apply(journal, "a", i);
    }
    journal.force();
    List<Change> before = all(journal, Position.START);
    assertThat(before).hasSize(100);
    journal.close();
    try (Journal again = open(folder)) {
      assertThat(again.inDoubt()).isEmpty();
      assertThat(all(again, Position.START)).isEqualTo(before);
      again.release(again.end());
      assertThat(again.begin().offset()).as("snapshots hold no segment").isPositive();
    }
  }

  @Test
  void keepsNameAndChangesAndRaisesTheRun() {
    apply(journal, "a", 1);
    apply(journal, "a", 2);
    journal.close();
    try (Journal again = open(folder)) {
      assertThat(again.id()).isEqualTo(journal.id());
      assertThat(again.run()).isEqualTo(2);
      apply(again, "a", 3);
      assertThat(numbers(all(again, Position.START))).containsExactly(1, 2, 3);
      assertThat(all(again, Position.START).getLast().position().run()).isEqualTo(2);
    }
  }

  @Test
  void listsIntentsWithoutOutcomeAndShowsThemWhereTheirOutcomeIsTold() {
    Logged open = journal.intend(Writes.update("a", 1));
    apply(journal, "b", 2);
    journal.close();
    try (Journal again = open(folder)) {
      assertThat(again.inDoubt())
          .singleElement()
          .satisfies(
              doubt -> {
                assertThat(doubt.logged()).isEqualTo(open);
                assertThat(doubt.write()).isEqualTo(Writes.update("a", 1));
              });
      apply(again, "c", 3);
      again.outcome(open, Outcome.APPLIED);
      assertThat(numbers(all(again, Position.START))).containsExactly(2, 3, 1);
    }
    try (Journal third = open(folder)) {
      assertThat(third.inDoubt()).isEmpty();
      List<Change> changes = all(third, Position.START);
      assertThat(numbers(changes)).containsExactly(2, 3, 1);
      assertThat(changes.getLast().event().id()).isEqualTo(open.id());
    }
  }

  @Test
  void aChangeOfWhichOneHalfWasReleasedIsLeftOutAndCounted() {
    ArrayDeque<Logged> under = new ArrayDeque<>(); // twenty are under way at any time
    for (int i = 0; i < 200; i++) {
      under.add(journal.intend(Writes.update("r" + i, i)));
      if (under.size() > 20) {
        journal.outcome(under.remove(), Outcome.APPLIED);
      }
    }
    under.forEach(each -> journal.outcome(each, Outcome.APPLIED));
    List<Change> before = all(journal, Position.START);
    journal.release(journal.end());
    Position begin = journal.begin();
    assertThat(begin.offset()).isPositive();

    Changes kept = journal.readKept(begin, _ -> true, 1000, Long.MAX_VALUE);
    assertThat(kept.next()).isEqualTo(journal.end());
    assertThat(kept.released()).isPositive();
    List<Change> behind =
        before.stream().filter(change -> !begin.isAfter(change.position())).toList();
    assertThat(behind).hasSize(kept.changes().size() + kept.released()).containsAll(kept.changes());
    assertThatThrownBy(() -> journal.read(begin, _ -> true, 1000, Long.MAX_VALUE))
        .as("a destination would miss it")
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("released");
  }

  @Test
  void givesBackSegmentsThatNobodyNeeds() throws Exception {
    for (int i = 0; i < 200; i++) {
      apply(journal, "a", i);
    }
    long before = segments();
    journal.release(journal.end());
    assertThat(before).isGreaterThan(8);
    assertThat(segments()).isLessThanOrEqualTo(2); // the one being written, and the spare
    assertThatThrownBy(() -> journal.read(Position.START, _ -> true, 1, 1))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.code()).isEqualTo("JOURNAL_POSITION_MISSING"));
    assertThat(all(journal, journal.begin())).isNotEmpty();
  }

  @Test
  void leavesOutAndCountsChangesWhoseFirstHalfWasReleased() {
    Logged across = journal.intend(Writes.update("across", 1));
    for (int i = 100; i < 150; i++) {
      apply(journal, "a", i);
    }
    journal.outcome(across, Outcome.APPLIED); // segments later
    Position settled = journal.end();
    for (int i = 500; i < 600; i++) {
      apply(journal, "b", i);
    }
    journal.release(settled);
    journal.close();
    try (Journal again = open(folder)) {
      Position begin = again.begin();
      Changes kept = again.readKept(begin, _ -> true, 1000, 1 << 20);
      assertThat(kept.released()).isEqualTo(1);
      assertThat(numbers(kept.changes())).doesNotContain(1).contains(500, 599);
      assertThatThrownBy(() -> again.read(begin, _ -> true, 1000, 1 << 20))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.code()).isEqualTo("JOURNAL_POSITION_MISSING"))
          .hasMessageContaining("were released");
      assertThat(numbers(again.read(settled, _ -> true, 1000, 1 << 20).changes()))
          .as("who is past it misses nothing")
          .hasSize(100);
    }
  }

  @Test
  void keepsSegmentsWithAnIntentWhoseOutcomeIsNotKnown() {
    Logged open = journal.intend(Writes.update("open", 1));
    for (int i = 0; i < 100; i++) {
      apply(journal, "a", i);
    }
    journal.release(journal.end());
    assertThat(journal.begin().offset()).isZero();
    Position end = journal.end();
    journal.outcome(open, Outcome.APPLIED);
    journal.release(end); // the outcome lies behind
    assertThat(journal.begin().offset()).isZero();
    assertThat(numbers(all(journal, end))).containsExactly(1);
    apply(journal, "b", 2); // its force makes the outcome durable
    journal.release(journal.end());
    assertThat(journal.begin().offset()).isPositive();
  }

  @Test
  void opensAfterReleaseAndACheckpointOfTheEndStaysGood() {
    for (int i = 0; i < 100; i++) {
      apply(journal, "a", i);
    }
    Position end = journal.end();
    journal.close();
    try (Journal again = open(folder)) {
      again.release(end);
      assertThat(all(again, end)).isEmpty();
      apply(again, "a", 100);
      Journal.Changes changes = again.read(end, _ -> true, 10, Long.MAX_VALUE);
      assertThat(numbers(changes.changes())).containsExactly(100);
      again.release(changes.next());
      assertThat(again.begin().run()).isEqualTo(2);
      assertThat(all(again, changes.next())).isEmpty();
    }
  }

  @Test
  void oneInstanceOwnsTheFolder() {
    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("process " + ProcessHandle.current().pid());
  }

  @Test
  void aChangeLargerThanASegmentFits() {
    PendingWrite small = Writes.insert("big", 1);
    PendingWrite big =
        new PendingWrite(
            "orders",
            "big",
            small.operation(),
            small.version(),
            small.previousVersion(),
            null,
            null,
            Objects.requireNonNull(small.after()).with("text", "y".repeat(1 << 20)),
            small.changedAt());
    journal.outcome(journal.intend(big), Outcome.APPLIED);
    apply(journal, "a", 2);
    journal.close();
    try (Journal again = open(folder)) {
      assertThat(all(again, Position.START).getFirst().event().after()).isEqualTo(big.after());
    }
  }

  @Test
  void anInterruptedWriterHarmsNobody() throws Exception {
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  for (int i = 0; i < 60; i++) {
                    apply(journal, "a", i);
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                  }
                });
    writer.join();
    apply(journal, "a", 60);
    assertThat(all(journal, Position.START)).hasSize(61);
  }

  private long segments() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".segment")).count();
    }
  }
}
