package io.s3db.replicator.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.WriteInterceptor.WriteScope;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.MemoryJournal;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {
  private final Journal journal = MemoryJournal.create(1 << 20, new Random(1));
  private final FakeRecords records = new FakeRecords();
  private final Capture capture =
      new Capture(journal, "orders"::equals, records, InstantSource.system());
  private final AtomicInteger used = new AtomicInteger();

  @AfterEach
  void close() {
    capture.close();
    journal.close();
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

  @Test
  void whatNobodyWroteIsUsed() throws Exception {
    try (Watch watch = capture.watch("orders", List.of("a", "b"))) {
      write(Captured.insert("c", 1));
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).isEmpty();
      assertThat(used).hasValue(1);
    }
  }

  @Test
  void whatWasWrittenMeanwhileIsNotUsedUntilItIsReadAgain() throws Exception {
    try (Watch watch = capture.watch("orders", List.of("a"))) {
      write(Captured.insert("a", 1));
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).contains(Operation.INSERT);
      write(Captured.delete("a", 1));
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).contains(Operation.DELETE);
      assertThat(used).hasValue(0);
      watch.again("a");
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).isEmpty();
      assertThat(used).hasValue(1);
    }
  }

  @Test
  void aWriteThatFailedIsNone() throws Exception {
    try (Watch watch = capture.watch("orders", List.of("a"))) {
      PendingWrite write = Captured.insert("a", 1);
      try (WriteScope scope = enter(write)) {
        scope.intend(write);
        scope.failed();
      }
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).isEmpty();
    }
  }

  @Test
  void aWriteInDoubtCountsWhenItTurnsOutToHaveTakenEffect() throws Exception {
    try (Watch watch = capture.watch("orders", List.of("a"))) {
      PendingWrite write = Captured.update("a", 2);
      records.put("a", FakeRecords.state(2, Captured.version(1)));
      try (WriteScope scope = enter(write)) {
        scope.intend(write);
        scope.unknown();
      }
      await().until(() -> capture.inDoubt() == 0);
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).contains(Operation.UPDATE);
    }
  }

  @Test
  void aWriterWaitsForTheUseAndForATurnOnly() throws Exception {
    try (Watch watch = capture.watch("orders", List.of("a"))) {
      Thread writer;
      try (Watch.Turn _ = watch.turn("a")) {
        writer = Thread.ofVirtual().start(() -> write(Captured.insert("a", 1)));
        await().until(() -> writer.getState() == Thread.State.WAITING);
        assertThat(journal.end()).isEqualTo(journal.begin());
      }
      writer.join();
      assertThat(watch.unlessWritten("a", used::incrementAndGet)).contains(Operation.INSERT);
    }
  }

  @Test
  void onlyKeysInUseTakeMemory() throws Exception {
    Watch watch = capture.watch("orders", List.of("a", "b", "c"));
    watch.close();
    watch.close();
    try (Watch again = capture.watch("orders", List.of("a"))) {
      assertThat(again.unlessWritten("a", used::incrementAndGet)).isEmpty();
    }
  }
}
