package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.Journal.Logged;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.journal.RecordTraces;
import io.s3db.replicator.journal.RecordTraces.Kind;
import io.s3db.replicator.journal.RecordTraces.Trace;
import io.s3db.replicator.journal.Snapshot;
import io.s3db.store.ETag;
import io.s3db.testkit.leak.LeakCheck;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every journal promises. Extend it and open an empty journal. */
@ExtendWith(LeakCheck.class)
public abstract class JournalContract {
  private static final long ANY_SIZE = Long.MAX_VALUE;

  /** The journal under test. */
  protected Journal journal;

  /** Opens an empty journal. */
  protected abstract Journal open() throws Exception;

  /** Opens the journal. */
  @BeforeEach
  protected final void openJournal() throws Exception {
    journal = open();
  }

  /** Closes it. */
  @AfterEach
  protected final void closeJournal() {
    journal.close();
  }

  private Logged apply(PendingWrite write) {
    Logged logged = journal.intend(write);
    journal.outcome(logged, Outcome.APPLIED);
    return logged;
  }

  /** All changes behind a position. */
  protected static List<Change> all(Journal journal, Position from) {
    List<Change> all = new ArrayList<>();
    Position at = from;
    while (true) {
      Changes changes = journal.read(at, _ -> true, 7, ANY_SIZE);
      if (changes.changes().isEmpty()) {
        return all;
      }
      all.addAll(changes.changes());
      at = changes.next();
    }
  }

  private static List<String> ids(List<Change> changes) {
    return changes.stream().map(change -> change.event().recordId()).toList();
  }

  @Test
  void isEmptyAtFirst() {
    Changes changes = journal.read(Position.START, _ -> true, 10, ANY_SIZE);
    assertThat(changes.changes()).isEmpty();
    assertThat(changes.next()).isEqualTo(journal.end());
    assertThat(journal.inDoubt()).isEmpty();
  }

  @Test
  void showsAChangeOnceItWasApplied() {
    Logged logged = journal.intend(Writes.update("a", 1));
    assertThat(all(journal, Position.START)).isEmpty();
    journal.outcome(logged, Outcome.APPLIED);
    assertThat(all(journal, Position.START))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.event().id()).isEqualTo(logged.id());
              assertThat(change.position()).isGreaterThan(logged.position());
              assertThat(change.partition()).isEqualTo(Partition.of("orders", "a"));
            });
  }

  @Test
  void neverShowsAWriteThatDidNotHappen() {
    journal.outcome(journal.intend(Writes.update("a", 1)), Outcome.VOID);
    apply(Writes.update("b", 2));
    assertThat(ids(all(journal, Position.START))).containsExactly("b");
  }

  @Test
  void readsInTheOrderOfOutcomes() {
    Logged first = journal.intend(Writes.update("a", 1));
    Logged second = journal.intend(Writes.update("b", 2));
    journal.outcome(second, Outcome.APPLIED);
    journal.outcome(first, Outcome.APPLIED);
    assertThat(ids(all(journal, Position.START))).containsExactly("b", "a");
  }

  @Test
  void showsAChangeOnceThoughItsOutcomeWasToldTwice() {
    Logged logged = apply(Writes.update("a", 1));
    journal.outcome(logged, Outcome.APPLIED);
    journal.outcome(logged, Outcome.VOID);
    assertThat(all(journal, Position.START)).hasSize(1);
  }

  @Test
  void countsEventsOfARunFromOne() {
    assertThat(apply(Writes.update("a", 1)).id().sequence()).isEqualTo(1);
    assertThat(apply(Writes.update("a", 2)).id().sequence()).isEqualTo(2);
    assertThat(apply(Writes.update("a", 3)).id().run()).isEqualTo(journal.run());
  }

  @Test
  void returnsWantedPartitionsOnly() {
    for (int i = 0; i < 50; i++) {
      apply(Writes.update("key-" + i, i));
    }
    List<Change> even =
        journal.read(Position.START, partition -> partition % 2 == 0, 1000, ANY_SIZE).changes();
    List<String> expected =
        all(journal, Position.START).stream()
            .filter(change -> change.partition() % 2 == 0)
            .map(change -> change.event().recordId())
            .toList();
    assertThat(expected).isNotEmpty().hasSizeLessThan(50);
    assertThat(ids(even)).isEqualTo(expected);
  }

  @Test
  void goesOnWhereItStopped() {
    for (int i = 0; i < 25; i++) {
      apply(Writes.update("key-" + i, i));
    }
    Changes first = journal.read(Position.START, _ -> true, 10, ANY_SIZE);
    Changes second = journal.read(first.next(), _ -> true, 10, ANY_SIZE);
    Changes third = journal.read(second.next(), _ -> true, 10, ANY_SIZE);
    assertThat(first.changes()).hasSize(10);
    assertThat(second.changes()).hasSize(10);
    assertThat(ids(third.changes()))
        .containsExactly("key-20", "key-21", "key-22", "key-23", "key-24");
    assertThat(journal.read(third.next(), _ -> true, 10, ANY_SIZE).changes()).isEmpty();
  }

  @Test
  void returnsAtLeastOneChangeHoweverLarge() {
    apply(Writes.update("a", 6));
    apply(Writes.update("b", 6));
    Changes changes = journal.read(Position.START, _ -> true, 10, 1);
    assertThat(ids(changes.changes())).containsExactly("a");
    assertThat(ids(journal.read(changes.next(), _ -> true, 10, 1).changes())).containsExactly("b");
  }

  @Test
  void aPositionOfAChangeReadsThatChangeAgain() {
    apply(Writes.update("a", 1));
    apply(Writes.update("b", 2));
    Position second = all(journal, Position.START).getLast().position();
    assertThat(ids(all(journal, second))).containsExactly("b");
  }

  @Test
  void keepsEveryValueExactly() {
    Document before =
        Document.of("id", "ä/😀", "whole", 5L, "real", 5.0, "big", Long.MAX_VALUE, "none", null);
    Document after =
        before
            .with("nested", Map.of("list", Arrays.asList(1L, 2.5, "x", null, true)))
            .with("tiny", Double.MIN_VALUE)
            .with("zero", -0.0)
            .with("text", "quote \" slash \\ control \u0001 end");
    PendingWrite write =
        new PendingWrite(
            "résumés",
            "ä/😀",
            Operation.UPDATE,
            new Version(-1L, Long.MIN_VALUE, false),
            new Version(7, 8, true),
            new ETag("W/\"odd\""),
            before,
            after,
            Instant.ofEpochSecond(-5, 999_999_999));
    Logged logged = apply(write);
    ChangeEvent expected =
        new ChangeEvent.Updated(
            logged.id(),
            "résumés",
            "ä/😀",
            new Version(-1L, Long.MIN_VALUE, false),
            Instant.ofEpochSecond(-5, 999_999_999),
            before,
            after);
    assertThat(all(journal, Position.START).getFirst().event()).isEqualTo(expected);
  }

  @Test
  void keepsInsertsAndDeletes() {
    apply(Writes.insert("a", 1));
    apply(Writes.delete("a", 1));
    List<Change> changes = all(journal, Position.START);
    assertThat(changes.get(0).event()).isInstanceOf(ChangeEvent.Inserted.class);
    assertThat(changes.get(0).event().before()).isNull();
    assertThat(changes.get(1).event()).isInstanceOf(ChangeEvent.Deleted.class);
    assertThat(changes.get(1).event().version()).isEqualTo(Writes.version(1).tombstone());
    assertThat(changes.get(1).event().after()).isNull();
  }

  @Test
  void showsASnapshotAtOnceBehindWhatWasAppliedBefore() {
    apply(Writes.insert("a", 1));
    Snapshot copy = Writes.snapshot("b", 2, "warehouse");
    journal.append(copy);
    apply(Writes.insert("c", 3));
    journal.force();
    List<Change> changes = all(journal, Position.START);
    assertThat(ids(changes)).containsExactly("a", "b", "c");
    assertThat(changes.get(1).event()).isEqualTo(copy.event());
    assertThat(changes.get(1).recipient()).isEqualTo(copy.recipient());
    assertThat(changes.get(1).isFor("warehouse", 7)).isTrue();
    assertThat(changes.get(1).isFor("backup", 7)).isFalse();
    assertThat(changes.get(0).isFor("backup", 7)).isTrue();
  }

  @Test
  void keepsARemovalForOneMapping() {
    Snapshot removal = Writes.removal("a", 5, "warehouse", 1);
    journal.append(removal);
    Change change = all(journal, Position.START).getFirst();
    assertThat(change.event()).isEqualTo(removal.event());
    assertThat(change.isFor("warehouse", 1)).isTrue();
    assertThat(change.isFor("warehouse", 0)).isFalse();
  }

  @Test
  void refusesSnapshotsOnceClosed() {
    journal.close();
    assertThatThrownBy(() -> journal.append(Writes.snapshot("a", 1, "warehouse")))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the copy of orders/a for 'warehouse' was refused");
  }

  @Test
  void waitsForAChange() throws Exception {
    Position end = journal.end();
    assertThat(journal.awaitBeyond(end, Duration.ofMillis(1))).isFalse();
    Logged pending = journal.intend(Writes.update("a", 1));
    assertThat(journal.awaitBeyond(end, Duration.ofMillis(1))).isFalse();
    Thread writer = Thread.ofVirtual().start(() -> journal.outcome(pending, Outcome.APPLIED));
    assertThat(journal.awaitBeyond(end, Duration.ofSeconds(20))).isTrue();
    writer.join();
    assertThat(journal.awaitBeyond(journal.end(), Duration.ofMillis(1))).isFalse();
  }

  @Test
  void aPositionOfARunToComeIsMissing() {
    assertThatThrownBy(
            () -> journal.read(new Position(journal.run() + 1, 0), _ -> true, 1, ANY_SIZE))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.code()).isEqualTo("JOURNAL_POSITION_MISSING"));
  }

  @Test
  void refusesIntentsOnceClosed() {
    journal.close();
    journal.close();
    assertThatThrownBy(() -> journal.intend(Writes.update("a", 1)))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_CLOSED"));
  }

  @Test
  void keepsWhatWasNotReleased() {
    for (int i = 0; i < 30; i++) {
      apply(Writes.update("key-" + i, i));
    }
    Position middle = journal.read(Position.START, _ -> true, 10, ANY_SIZE).next();
    journal.release(middle);
    assertThat(all(journal, middle)).hasSize(20);
  }

  @Test
  void keepsTheOrderOfEachKeyWithManyWriters() throws Exception {
    int writers = 16;
    int each = 100;
    List<Thread> threads = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      String key = "key-" + w;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 1; i <= each; i++) {
                      apply(Writes.update(key, i));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Map<String, Integer> last = new HashMap<>();
    for (Change change : all(journal, Position.START)) {
      int number = (int) (change.event().version().clock() - 1_000);
      assertThat(number).isEqualTo(last.merge(change.event().recordId(), 1, Integer::sum));
    }
    assertThat(last).hasSize(writers).allSatisfy((_, count) -> assertThat(count).isEqualTo(each));
  }

  @Test
  void tellsWhatItHoldsOfARecord() {
    Logged first = apply(Writes.insert("a", 1));
    apply(Writes.update("b", 1));
    Snapshot copy = Writes.snapshot("a", 1, "warehouse");
    journal.append(copy);
    Logged open = journal.intend(Writes.update("a", 2));
    RecordTraces found = journal.traces("orders", "a", ANY_SIZE);
    assertThat(found.traces())
        .extracting(trace -> trace.event().id(), Trace::kind)
        .containsExactly(
            tuple(first.id(), Kind.APPLIED),
            tuple(copy.event().id(), Kind.APPLIED),
            tuple(open.id(), Kind.OPEN));
    assertThat(found.traces().get(1).recipient()).isEqualTo(copy.recipient());
    assertThat(found.traces().getFirst().position())
        .isEqualTo(all(journal, Position.START).getFirst().position());
    assertThat(found.whole()).isTrue();
    assertThat(found.end()).isEqualTo(journal.end());
    assertThat(journal.traces("orders", "c", ANY_SIZE).traces()).isEmpty();
    assertThat(journal.traces("carts", "a", ANY_SIZE).traces()).isEmpty();
    journal.outcome(open, Outcome.VOID);
  }

  @Test
  void erasesARecordAndNothingElse() {
    apply(Writes.insert("a", 1));
    apply(Writes.update("b", 1));
    apply(Writes.update("a", 2));
    journal.append(Writes.snapshot("a", 2, "warehouse"));
    apply(Writes.update("b", 2));
    assertThat(journal.erase("orders", "a")).isEqualTo(3);
    assertThat(ids(all(journal, Position.START))).containsExactly("b", "b");
    assertThat(journal.traces("orders", "a", ANY_SIZE).traces()).isEmpty();
    assertThat(journal.erase("orders", "a")).isZero();
    apply(Writes.insert("a", 3));
    assertThat(ids(all(journal, Position.START))).containsExactly("b", "b", "a");
  }

  @Test
  void erasesNothingWhileAnOutcomeIsNotKnown() {
    apply(Writes.insert("a", 1));
    Logged open = journal.intend(Writes.update("a", 2));
    assertThatThrownBy(() -> journal.erase("orders", "a"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("orders/a")
        .hasMessageContaining("nobody knows yet");
    journal.outcome(open, Outcome.APPLIED);
    assertThat(ids(all(journal, Position.START))).containsExactly("a", "a");
    assertThat(journal.erase("orders", "a")).isEqualTo(2);
  }
}
