package io.s3db.replicator.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.Events;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicationEvent.Superseded;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.SqliteState;
import io.s3db.replicator.state.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogTest {
  private static final Instant NOW = Events.at(60);
  private static final ChangeEvent ORDER =
      Events.inserted(1, "orders", Document.of("id", "o1", "total", 5.0));
  private static final DeliveryId ID = new DeliveryId(ORDER.id(), 0);

  private final SqliteState state = SqliteState.inMemory();
  private final LogRecorder recorder = recorder(true, false);
  private final FakeResource resource = new FakeResource();

  private LogRecorder recorder(boolean errors, boolean successes) {
    return new LogRecorder(errors, successes, state::apply);
  }

  @BeforeEach
  void recordConsequences() {
    state.consequences(recorder);
  }

  @AfterEach
  void closeState() {
    state.close();
  }

  @Test
  void aDeadLetterIsALineWithTheWholeChange() {
    state.apply(List.of(new StateChange.Bury(letter("no such user"))));
    carry();
    assertThat(resource.lines.values())
        .containsExactly(
            Document.of(
                "id",
                "20251018T103009000-warehouse-00000000000000aa-1-1.0",
                "replicator",
                "warehouse",
                "resourceName",
                "orders",
                "recordId",
                "o1",
                "operation",
                "insert",
                "status",
                "error",
                "error",
                "no such user",
                "attempts",
                4,
                "timestamp",
                Instant.parse("2025-10-18T10:30:09Z").toEpochMilli(),
                "createdAt",
                "2025-10-18T10:30:09.000Z",
                "event",
                Map.of(
                    "id", "00000000000000aa-1-1",
                    "operation", "insert",
                    "resource", "orders",
                    "recordId", "o1",
                    "version", Events.version(1).toString(),
                    "changedAt", "2025-10-18T10:30:01Z",
                    "after", Map.of("id", "o1", "total", 5.0))));
  }

  @Test
  void aDeadLetterThatWasRedrivenIsTheSameLine() {
    state.apply(List.of(new StateChange.Bury(letter("no such user"))));
    carry();
    state.apply(List.of(new StateChange.Mark("warehouse", ID, DeadLetter.Status.REDRIVEN)));
    carry();
    assertThat(statuses()).containsExactly("redriven");
    assertThat(resource.lines.firstEntry().getValue().text("error")).isEqualTo("no such user");
    assertThat(resource.lines.firstEntry().getValue().document("event").isEmpty()).isFalse();
  }

  @Test
  void aFailedRoundIsALineThatIsClosedByItsDelivery() {
    recorder.publish(failed(true), ORDER);
    carry();
    assertThat(statuses()).containsExactly("error");
    Document event = resource.lines.firstEntry().getValue().document("event");
    assertThat(event.text("id")).isEqualTo(ORDER.id().toString());
    assertThat(event.document("after")).isEqualTo(Document.of("id", "o1", "total", 5.0));
    assertThat(recorder.wanted(Replicated.class)).isTrue();
    recorder.publish(replicated());
    carry();
    assertThat(statuses()).containsExactly("redriven");
    assertThat(recorder.wanted(Replicated.class)).isFalse();
  }

  @Test
  void repeatedRoundsOfOneRecordAreOneLine() {
    recorder.publish(failed(true), ORDER);
    recorder.publish(failed(true), ORDER);
    carry();
    assertThat(resource.lines).hasSize(1);
  }

  @Test
  void aLaterStateThatMadeTheFirstNeedlessClosesTheLineToo() {
    recorder.publish(failed(true), ORDER);
    recorder.publish(new Superseded("warehouse", NOW, Operation.INSERT, "orders", "o1"));
    carry();
    assertThat(statuses()).containsExactly("redriven");
  }

  @Test
  void afterARestartOpenLinesAreStillClosed() {
    recorder.publish(failed(true), ORDER);
    carry();
    LogRecorder restarted = recorder(true, false);
    restarted.resume(state.openLog("warehouse"));
    restarted.publish(replicated());
    carry();
    assertThat(statuses()).containsExactly("redriven");
  }

  @Test
  void afterARestartADeadLetterIsClosedByItsRedriveOnly() {
    state.apply(List.of(new StateChange.Bury(letter("no such user"))));
    LogRecorder restarted = recorder(true, false);
    restarted.resume(state.openLog("warehouse"));
    assertThat(restarted.wanted(Replicated.class)).isFalse();
  }

  @Test
  void failuresAreLeftOutIfTheyAreNotWanted() {
    LogRecorder quiet = recorder(false, false);
    state.consequences(quiet);
    assertThat(quiet.wanted(ReplicationFailed.class)).isFalse();
    state.apply(List.of(new StateChange.Bury(letter("no such user"))));
    assertThat(state.pendingLog(10)).isEmpty();
    assertThat(state.deadLetterCount("warehouse", DeadLetter.Status.DEAD)).isEqualTo(1);
  }

  @Test
  void successesAreLinesOnlyIfTheyAreWanted() {
    recorder.publish(replicated());
    assertThat(state.pendingLog(10)).isEmpty();
    LogRecorder chatty = recorder(true, true);
    assertThat(chatty.wanted(Replicated.class)).isTrue();
    chatty.publish(replicated());
    carry();
    assertThat(statuses()).containsExactly("success");
    assertThat(resource.lines.firstEntry().getValue().has("error")).isFalse();
  }

  @Test
  void linesWaitWhileTheResourceCannotBeWritten() {
    resource.broken = true;
    state.apply(List.of(new StateChange.Bury(letter("no such user"))));
    try (LogWriter _ = writer(Duration.ofDays(30))) {
      await().until(() -> resource.attempts.get() > 1);
      assertThat(state.pendingLog(10)).hasSize(1);
      resource.broken = false;
      await().until(() -> resource.lines.size() == 1);
    }
    assertThat(state.pendingLog(10)).isEmpty();
  }

  @Test
  void oldLinesAreRemovedAndOthersStay() {
    resource.put(Document.of("id", "20250901T000000000-warehouse-x"));
    resource.put(Document.of("id", "20251018T000000000-warehouse-x"));
    resource.put(Document.of("id", "2025-by-somebody-else"));
    try (LogWriter _ = writer(Duration.ofDays(30))) {
      await().until(() -> resource.lines.size() == 2);
    }
    assertThat(resource.lines.keySet())
        .containsExactly("2025-by-somebody-else", "20251018T000000000-warehouse-x");
  }

  private void carry() {
    writer(Duration.ofDays(30)).close();
  }

  private LogWriter writer(Duration retention) {
    return new LogWriter(state, resource, retention, InstantSource.fixed(NOW));
  }

  private List<String> statuses() {
    return resource.lines.values().stream().map(line -> line.text("status")).toList();
  }

  private static ReplicationFailed failed(boolean willRetry) {
    return new ReplicationFailed(
        "warehouse",
        NOW,
        Operation.INSERT,
        "orders",
        "o1",
        ID.toString(),
        "connection refused",
        4,
        willRetry);
  }

  private static Replicated replicated() {
    return new Replicated(
        "warehouse", NOW, NOW, Operation.INSERT, "orders", "o1", ID.toString(), 9);
  }

  private static DeadLetter letter(String error) {
    return new DeadLetter(
        "warehouse", ID, "facts", ORDER, "23503", error, 4, Events.at(9), DeadLetter.Status.DEAD);
  }

  /** A log resource in memory that can be broken. */
  private static final class FakeResource implements LogStore {
    final ConcurrentSkipListMap<String, Document> lines = new ConcurrentSkipListMap<>();
    volatile boolean broken;
    final AtomicInteger attempts = new AtomicInteger();

    @Override
    public void put(Document line) {
      attempts.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("the store is down");
      }
      lines.put(line.id(), line);
    }

    @Override
    public Stream<String> ids() {
      return lines.keySet().stream();
    }

    @Override
    public void remove(String id) {
      lines.remove(id);
    }
  }
}
