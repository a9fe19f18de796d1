package io.s3db.replicator.capture;

import static io.s3db.replicator.capture.FakeRecords.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.S3dbException;
import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.WriteInterceptor.WriteScope;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.replicator.journal.MemoryJournal;
import io.s3db.replicator.journal.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaptureTest {
  private static final CaptureOptions QUICK =
      new CaptureOptions(
          Duration.ofMinutes(15),
          Duration.ofMillis(2),
          Duration.ofMillis(20),
          Duration.ofMillis(300));

  @TempDir Path folder;

  private final FakeRecords records = new FakeRecords();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final InstantSource time = now::get;
  private Journal journal = MemoryJournal.create(1 << 20, new Random(1));
  private Capture capture = capture();

  private Capture capture() {
    return new Capture(journal, "orders"::equals, records, time, QUICK);
  }

  @AfterEach
  void close() {
    capture.close(Duration.ZERO);
    journal.close();
  }

  private List<Long> delivered() {
    return journal.read(Position.START, _ -> true, 1000, Long.MAX_VALUE).changes().stream()
        .map(change -> change.event().version().clock())
        .toList();
  }

  private void write(PendingWrite write) {
    try (WriteScope scope = enter(write)) {
      scope.intend(write);
      scope.applied();
    }
  }

  private WriteScope enter(PendingWrite write) {
    return capture.enter("orders", write.id(), write.before() == null);
  }

  private void doubt(PendingWrite write) {
    try (WriteScope scope = enter(write)) {
      scope.intend(write);
      scope.unknown();
    }
  }

  private void assertNobodyDoubts() {
    await().atMost(Duration.ofSeconds(20)).until(() -> capture.inDoubt() == 0);
  }

  @Test
  void recordsWhatWasAppliedAndNothingElse() {
    write(Captured.insert("a", 1));
    try (WriteScope scope = capture.enter("orders", "a", false)) {
      scope.intend(Captured.update("a", 2));
      scope.failed();
      scope.intend(Captured.update("a", 3)); // read again after a lost race
      scope.applied();
    }
    assertThat(delivered()).containsExactly(1L, 3L);
  }

  @Test
  void leavesResourcesAloneThatNoRouteWants() {
    WriteScope first = capture.enter("logs", "a", true);
    WriteScope second = capture.enter("logs", "a", false); // no lock
    first.intend(Captured.insert("a", 1));
    first.applied();
    first.close();
    second.close();
    assertThat(delivered()).isEmpty();
    assertThat(journal.end()).isEqualTo(Position.START);
  }

  @Test
  void aSlowWriteHoldsBackItsOwnKeyOnly() throws Exception {
    WriteScope slow = capture.enter("orders", "a", true);
    Thread same = Thread.ofVirtual().start(() -> write(Captured.update("a", 2)));
    for (int i = 0; i < 2_000; i++) {
      write(Captured.insert("key-" + i, 1)); // with stripes one of these would wait for ever
    }
    assertThat(same.join(Duration.ofMillis(20))).isFalse();
    slow.intend(Captured.insert("a", 1));
    slow.applied();
    slow.close();
    same.join();
    List<String> ids =
        journal.read(Position.START, _ -> true, 5_000, Long.MAX_VALUE).changes().stream()
            .map(change -> change.event().recordId())
            .toList();
    assertThat(ids).hasSize(2_002).endsWith("a", "a");
  }

  @Test
  void writesOfOneKeyGoOneAfterTheOther() throws Exception {
    Thread[] threads = new Thread[20];
    int[] inside = new int[1];
    for (int i = 0; i < threads.length; i++) {
      int number = i + 1;
      threads[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 50; n++) {
                      try (WriteScope scope = capture.enter("orders", "a", false)) {
                        inside[0]++; // loses counts unless the key is held alone
                        scope.intend(Captured.update("a", number));
                        scope.applied();
                      }
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(inside[0]).isEqualTo(1_000);
    assertThat(delivered()).hasSize(1_000);
  }

  @Test
  void aWriteThatArrivedAfterAllIsDelivered() {
    records.put("a", state(2, Captured.version(1)));
    doubt(Captured.update("a", 2));
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(2L);
    assertThat(capture.resolvedApplied()).isEqualTo(1);
  }

  @Test
  void theOldStateIsFencedBeforeTheWriteIsDeclaredVoid() {
    records.put("a", state(1, null));
    doubt(Captured.update("a", 2));
    assertNobodyDoubts();
    assertThat(records.fences).hasValue(1);
    assertThat(delivered()).isEmpty();
    assertThat(capture.resolvedVoid()).isEqualTo(1);
    assertThat(capture.unresolved()).isZero();
  }

  @Test
  void aWriteThatArrivesBeforeTheFenceIsApplied() {
    records.put("a", state(1, null));
    records.beforeFence = () -> records.put("a", state(2, Captured.version(1)));
    doubt(Captured.update("a", 2));
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(2L);
  }

  @Test
  void aFenceInDoubtThatArrivedIsRecognised() {
    records.put("a", state(1, null));
    records.fenceInDoubt = true;
    records.fenceArrives = true;
    doubt(Captured.update("a", 2));
    assertNobodyDoubts();
    assertThat(records.fences).hasValue(1);
    assertThat(capture.resolvedVoid()).isEqualTo(1);
    assertThat(capture.unresolved()).isZero();
  }

  @Test
  void aFenceInDoubtThatDidNotArriveIsTriedAgain() {
    records.put("a", state(1, null));
    records.fenceInDoubt = true;
    doubt(Captured.delete("a", 1));
    assertNobodyDoubts();
    assertThat(records.fences).hasValue(2);
    assertThat(delivered()).isEmpty();
  }

  @Test
  void aRecordThatCannotBeFencedIsWaitedOutInstead() {
    records.put("a", state(1, null));
    records.fenceRefused = true;
    doubt(Captured.update("a", 2));
    await().until(() -> records.fences.get() > 3);
    assertThat(capture.inDoubt()).isEqualTo(1);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(15)));
    assertNobodyDoubts();
    assertThat(delivered()).isEmpty();
  }

  @Test
  void coveredWritesAreCountedAsUnresolved() {
    records.put("a", state(9, Captured.version(8)));
    doubt(Captured.update("a", 2));
    assertNobodyDoubts();
    assertThat(capture.unresolved()).isEqualTo(1);
    assertThat(delivered()).isEmpty();
  }

  @Test
  void aDeleteOfAnAbsentRecordIsApplied() {
    doubt(Captured.delete("a", 1));
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(1L);
  }

  @Test
  void aKeyInDoubtIsClosedToOthersUntilTheStoreAnswers() throws Exception {
    records.unreachable = true;
    records.put("a", state(2, Captured.version(1)));
    doubt(Captured.update("a", 2));
    assertThatThrownBy(() -> write(Captured.update("a", 3)))
        .isInstanceOfSatisfying(
            S3dbException.class, e -> assertThat(e.code()).isEqualTo("KEY_IN_DOUBT"))
        .hasMessageContaining("orders/a");
    write(Captured.insert("b", 1)); // others are free
    records.unreachable = false;
    assertNobodyDoubts();
    write(Captured.update("a", 3));
    assertThat(delivered()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anInsertSettlesAnInsertInDoubt() {
    doubt(Captured.insert("a", 1));
    assertThat(capture.inDoubt()).isEqualTo(1);
    write(Captured.insert("a", 2));
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(2L);
    assertThat(capture.resolvedVoid()).isEqualTo(1);
  }

  @Test
  void aRefusedInsertFindsOutThatTheOneInDoubtArrived() {
    doubt(Captured.insert("a", 1));
    try (WriteScope scope = capture.enter("orders", "a", true)) {
      scope.intend(Captured.insert("a", 2));
      records.put("a", state(1, null));
      scope.failed();
    }
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(1L);
  }

  @Test
  void ofTwoInsertsInDoubtTheOneThatArrivedIsDelivered() {
    records.unreachable = true;
    doubt(Captured.insert("a", 1));
    doubt(Captured.insert("a", 2));
    records.put("a", state(1, null));
    records.unreachable = false;
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(1L);
    assertThat(capture.unresolved()).isZero();
  }

  @Test
  void anInsertThatNeverArrivesIsGivenUpAfterTheWindow() {
    doubt(Captured.insert("a", 1));
    int before = records.reads.get();
    await().until(() -> records.reads.get() > before + 3);
    assertThat(capture.inDoubt()).isEqualTo(1);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(15)));
    assertNobodyDoubts();
    assertThat(delivered()).isEmpty();
  }

  @Test
  void aScopeThatWasLeftWithoutAWordIsInDoubt() {
    records.put("a", state(2, Captured.version(1)));
    WriteScope scope = capture.enter("orders", "a", false);
    scope.intend(Captured.update("a", 2));
    scope.close();
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(2L);
  }

  @Test
  void closingRefusesNewWritesAndWaitsForThoseUnderWay() throws Exception {
    WriteScope slow = capture.enter("orders", "a", true);
    slow.intend(Captured.insert("a", 1));
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThatThrownBy(() -> capture.enter("orders", "a", false))
                        .hasMessageContaining("closing"));
    Thread closing = Thread.ofVirtual().start(() -> capture.close(Duration.ofSeconds(30)));
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> capture.enter("orders", "b", true))
                    .isInstanceOfSatisfying(
                        S3dbException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_CLOSED")));
    assertThat(closing.isAlive()).isTrue();
    slow.applied();
    slow.close();
    assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    assertThat(delivered()).containsExactly(1L);
  }

  @Test
  void aStragglerKeepsItsIntentForTheNextOpen() {
    FileJournal files = openFiles();
    WriteScope straggler = capture.enter("orders", "a", false);
    straggler.intend(Captured.update("a", 2));
    capture.close(Duration.ofMillis(1));
    files.close();
    straggler.applied(); // nothing is thrown: the write succeeded
    straggler.close();
    journal = openAgain();
    assertThat(journal.inDoubt()).hasSize(1);
  }

  @Test
  void intentsOfEarlierRunsAreFoundOutWithoutDelayingTheOpen() {
    openFiles();
    journal.intend(Captured.update("a", 2));
    journal.intend(Captured.update("b", 2));
    journal.close();
    records.put("a", state(2, Captured.version(1)));
    records.put("b", state(1, null));
    records.unreachable = true;
    journal = openAgain();
    capture = capture();
    assertThat(capture.inDoubt()).isEqualTo(2);
    assertThatThrownBy(() -> write(Captured.update("a", 3))).hasMessageContaining("orders/a");
    records.unreachable = false;
    assertNobodyDoubts();
    write(Captured.update("a", 3));
    assertThat(delivered()).containsExactly(2L, 3L);
    assertThat(journal.read(Position.START, _ -> true, 1, 1).changes().getFirst().position().run())
        .isEqualTo(2);
  }

  @Test
  void severalIntentsOfOneKeyAreConcludedInOrder() {
    openFiles();
    journal.intend(Captured.update("a", 2));
    journal.intend(Captured.update("a", 3)); // built upon the first, so that one was applied too
    journal.intend(Captured.update("b", 2));
    journal.intend(Captured.update("b", 2));
    journal.close();
    records.put("a", state(3, Captured.version(2)));
    records.put("b", state(1, null));
    journal = openAgain();
    capture = capture();
    assertNobodyDoubts();
    assertThat(delivered()).containsExactly(2L, 3L);
    assertThat(capture.resolvedVoid()).isEqualTo(2);
  }

  @Test
  void aWriteIsRefusedBeforeTheStoreIsAskedWhenTheJournalIsClosed() {
    journal.close();
    try (WriteScope scope = capture.enter("orders", "a", true)) {
      assertThatThrownBy(() -> scope.intend(Captured.insert("a", 1)))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("nothing was sent");
    }
    assertThat(capture.inDoubt()).isZero();
  }

  private FileJournal openFiles() {
    FileJournal files = openAgain();
    journal = files;
    capture.close(Duration.ZERO);
    capture = capture();
    assertThat(journal.inDoubt()).isEmpty();
    journal.outcome(journal.intend(Captured.insert("seen", 0)), Outcome.VOID);
    return files;
  }

  private FileJournal openAgain() {
    return FileJournal.open(
        folder,
        JournalOptions.defaults().withSegmentBytes(65536),
        FileLayer.disk(),
        InstantSource.system(),
        new Random(2));
  }
}
