package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Operation;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.state.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  @Test
  void oneBadRecordAmongAThousandIsFoundAndTheOthersArrive() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders").options(o -> o.withBatchSize(500));
    rig.sink.script(
        batch -> {
          if (batch.stream().anyMatch(d -> d.recordId().equals("r617"))) {
            throw new SinkException.BatchRefused(
                Rejection.Kind.PERMANENT, "22003", "out of range", null);
          }
          return List.of();
        });
    for (int i = 0; i < 1000; i++) {
      rig.put("r" + i, "n", i);
    }
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(999).doesNotHaveDuplicates();
    assertThat(rig.counter("deadLettered")).isEqualTo(1);
    assertThat(rig.dead())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.event().recordId()).isEqualTo("r617");
              assertThat(letter.code()).isEqualTo("22003");
              assertThat(letter.error()).isEqualTo("out of range");
              assertThat(letter.attempts()).isEqualTo(1);
            });
    rig.close();
  }

  @Test
  void aTransformThatInterruptsItsThreadDoesNotEndTheLane() throws InterruptedException {
    Rig rig =
        new Rig(ScriptedSink.events())
            .options(o -> o.withConcurrency(1))
            .route(
                "orders",
                "orders",
                (record, _) -> {
                  switch (record.id()) {
                    case "throws" -> throw new InterruptedException("by the transform");
                    case "flags" -> Thread.currentThread().interrupt();
                    default -> {}
                  }
                  return record;
                },
                Operation.values());
    rig.put("throws", "id", "throws");
    rig.put("flags", "id", "flags");
    rig.put("good", "id", "good");
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted())
        .extracting(Delivery::recordId)
        .containsExactlyInAnyOrder("flags", "good");
    assertThat(rig.dead())
        .singleElement()
        .satisfies(letter -> assertThat(letter.event().recordId()).isEqualTo("throws"));
    rig.close();
  }

  @Test
  void repeatsABatchUntilTheDestinationIsBackAndTellsOnce() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders").options(o -> o.withConcurrency(4));
    AtomicBoolean down = new AtomicBoolean(true);
    rig.sink.script(
        _ -> {
          if (down.get()) {
            throw new SinkException.Unavailable("connection refused", null);
          }
          return List.of();
        });
    Destination destination = rig.start();
    for (int i = 0; i < 100; i++) {
      rig.put("r" + i, "n", i);
    }
    Awaitility.await().until(() -> !rig.events(ReplicationEvent.ReplicationFailed.class).isEmpty());
    int before = rig.sink.calls.get();
    Awaitility.await().until(() -> rig.sink.calls.get() > before + 10);
    assertThat(destination.state()).isEqualTo(ReplicatorState.RETRYING);
    assertThat(destination.status().whole().reason()).isEqualTo("connection refused");
    assertThat(rig.events(ReplicationEvent.ReplicationFailed.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.willRetry()).isTrue();
              assertThat(event.attempts()).isEqualTo(4);
              assertThat(event.error()).isEqualTo("connection refused");
            });
    down.set(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(100).doesNotHaveDuplicates();
    assertThat(destination.state()).isEqualTo(ReplicatorState.RUNNING);
    rig.close();
  }

  @Test
  void aCallThatHangsIsInterruptedAndMadeAgain() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    AtomicInteger calls = new AtomicInteger();
    rig.sink.script(
        _ -> {
          if (calls.getAndIncrement() == 0) {
            new CountDownLatch(1).await();
          }
          return List.of();
        });
    rig.put("a", "n", 1);
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(calls).hasValue(2);
    assertThat(rig.events(ReplicationEvent.StateChanged.class))
        .extracting(ReplicationEvent.StateChanged::reason)
        .contains("ReplicatorError: Timeout after 30000ms");
    rig.close();
  }

  @Test
  void closingReturnsThoughTheDestinationHangs() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean called = new AtomicBoolean();
    rig.sink.script(
        _ -> {
          called.set(true);
          while (true) {
            try {
              never.await();
              return List.of();
            } catch (InterruptedException _) {
              // a driver that does not heed interrupts
            }
          }
        });
    rig.put("a", "n", 1);
    rig.start();
    Awaitility.await().untilTrue(called);
    rig.kill();
    never.countDown();
    rig.sink.script(_ -> List.of());
    Destination again = rig.start();
    assertThat(rig.await(again)).isTrue();
    rig.close();
  }

  @Test
  void aRefusedRecordIsTriedAgainAndHoldsBackOnlyItself() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders").options(o -> o.withConcurrency(1));
    AtomicBoolean bad = new AtomicBoolean(true);
    rig.sink.script(batch -> bad.get() ? refuse(batch, "a", Rejection.Kind.RETRYABLE) : List.of());
    rig.options(o -> o.withRetry(RetryPolicy.of(1000)));
    rig.put("a", "n", 1);
    rig.put("b", "n", 1);
    rig.put("a", "n", 2);
    rig.put("b", "n", 2);
    Destination destination = rig.start();
    Awaitility.await().until(() -> rig.sink.acceptedOf("b").size() == 2);
    Awaitility.await().until(() -> destination.status().parked() == 2);
    assertThat(rig.sink.acceptedOf("a")).isEmpty();
    bad.set(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted().stream().filter(d -> d.recordId().equals("a")))
        .extracting(d -> d.data() == null ? 0 : d.data().integer("n"))
        .containsExactly(1L, 2L);
    assertThat(rig.counter("delivered")).isEqualTo(4);
    rig.close();
  }

  @Test
  void parkedChangesSurviveARestart() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders");
    rig.options(o -> o.withRetry(RetryPolicy.of(1000)));
    rig.sink.script(batch -> refuse(batch, "a", Rejection.Kind.RETRYABLE));
    rig.put("a", "n", 1);
    Destination first = rig.start();
    Awaitility.await().until(() -> first.status().parked() == 1);
    rig.put("a", "n", 2);
    rig.put("a", "n", 3);
    Awaitility.await().until(() -> first.doneBelow().equals(rig.journal.end()));
    assertThat(first.status().parked()).as("the first and the latest").isEqualTo(2);
    rig.close();
    rig.sink.script(_ -> List.of());
    Destination second = rig.start();
    assertThat(second.status().parked()).isEqualTo(2);
    assertThat(rig.await(second)).isTrue();
    assertThat(rig.sink.rows().values()).containsExactly(rig.record("orders", "a"));
    assertThat(rig.counter("delivered") + rig.counter("superseded")).isEqualTo(3);
    rig.close();
  }

  @Test
  void givesUpARecordAfterItsRetriesAndLaterChangesGoOn() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders");
    rig.sink.script(
        batch ->
            batch.stream()
                .filter(d -> d.data() != null && d.data().integer("n") == 1)
                .map(d -> ScriptedSink.refuse(d, Rejection.Kind.DEPENDENT, "23503"))
                .toList());
    Destination destination = rig.start();
    rig.put("a", "n", 1);
    Awaitility.await().until(() -> rig.dead().size() == 1);
    assertThat(rig.dead().getFirst().attempts()).isEqualTo(4);
    rig.put("a", "n", 2);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.rows()).hasSize(1);
    Awaitility.await().until(() -> rig.dead().isEmpty());
    assertThat(
            rig.store.deadLetter(
                "copy",
                rig.events(ReplicationEvent.DeadLettered.class).stream()
                    .map(e -> DeliveryId.parse(e.deliveryId()))
                    .findFirst()
                    .orElseThrow()))
        .hasValueSatisfying(
            letter -> assertThat(letter.status()).isEqualTo(DeadLetter.Status.SUPERSEDED));
    rig.close();
  }

  @Test
  void anOlderStateIsSentWhenTheNewerOneIsRefused() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders").options(o -> o.withConcurrency(1));
    rig.sink.script(
        batch ->
            batch.stream()
                .filter(d -> d.data() != null && d.data().integer("n") == 3)
                .map(d -> ScriptedSink.refuse(d, Rejection.Kind.PERMANENT, "22P02"))
                .toList());
    rig.put("a", "n", 1);
    rig.put("a", "n", 2);
    rig.put("a", "n", 3);
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.rows().values())
        .singleElement()
        .satisfies(row -> assertThat(row.integer("n")).isEqualTo(2));
    assertThat(rig.counter("delivered")).isEqualTo(1);
    assertThat(rig.counter("superseded")).isEqualTo(1);
    assertThat(rig.counter("deadLettered")).isEqualTo(1);
    rig.close();
  }

  @Test
  void aTransformThatThrowsMakesADeadLetterAtOnce() throws InterruptedException {
    Rig rig =
        new Rig(ScriptedSink.mirror())
            .route(
                "orders",
                "orders",
                (order, _) -> order.with("t", order.text("email")),
                Operation.values());
    rig.put("a", "n", 1);
    rig.put("b", "email", "b@x");
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.dead())
        .singleElement()
        .satisfies(l -> assertThat(l.code()).isEqualTo("TRANSFORM"));
    assertThat(rig.sink.rows()).hasSize(1);
    rig.close();
  }

  @Test
  void aBugStallsItsLaneAndNothingIsLost() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    AtomicBoolean bug = new AtomicBoolean(true);
    rig.sink.script(
        batch -> {
          if (bug.get() && batch.stream().anyMatch(d -> d.recordId().equals("a"))) {
            throw new IllegalStateException("a bug");
          }
          return List.of();
        });
    Destination destination = rig.start();
    rig.put("a", "n", 1);
    rig.awaitState(destination, ReplicatorState.STALLED);
    for (int i = 0; i < 100; i++) {
      rig.put("r" + i, "n", i);
    }
    Awaitility.await().until(() -> rig.sink.accepted().size() > 30);
    assertThat(destination.status().whole().reason()).contains("a bug");
    bug.set(false);
    destination.resume();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted().stream().map(Delivery::recordId).distinct()).hasSize(101);
    rig.close();
  }

  @Test
  void goneDisablesAndHoldsNothing() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    AtomicBoolean gone = new AtomicBoolean(true);
    rig.sink.script(
        _ -> {
          if (gone.get()) {
            throw new SinkException.Gone("410 Gone");
          }
          return List.of();
        });
    Destination destination = rig.start();
    rig.put("a", "n", 1);
    rig.awaitState(destination, ReplicatorState.DISABLED);
    assertThat(destination.doneBelow()).isEqualTo(rig.journal.end());
    rig.close();
    gone.set(false);
    Destination again = rig.start();
    assertThat(again.state()).isEqualTo(ReplicatorState.DISABLED);
    again.enable();
    assertThat(rig.await(again)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(1);
    rig.close();
  }

  @Test
  void aJournalThatDoesNotReachBackMeansNeedsSync() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    for (int i = 0; i < 10; i++) {
      rig.put("r" + i, "n", i);
    }
    rig.journal.release(rig.journal.end());
    Destination destination = rig.start();
    rig.awaitState(destination, ReplicatorState.NEEDS_SYNC);
    assertThat(destination.status().whole().reason()).isNotEmpty();
    assertThat(destination.doneBelow()).isEqualTo(rig.journal.end());
    destination.startOver(rig.journal.end());
    rig.put("a", "n", 1);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.acceptedOf("a")).hasSize(1);
    rig.close();
  }

  @Test
  void aStateThatCannotBeWrittenStopsDeliveryVisibly() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    Crash disk = new Crash(Integer.MAX_VALUE);
    Destination destination = rig.start(disk);
    rig.put("a", "n", 1);
    assertThat(rig.await(destination)).isTrue();
    disk.now();
    rig.put("b", "n", 1);
    rig.awaitState(destination, ReplicatorState.STALLED);
    rig.kill();
    Destination again = rig.start();
    assertThat(rig.await(again)).isTrue();
    assertThat(rig.sink.acceptedOf("b")).hasSize(1);
    rig.close();
  }

  @Test
  void parkingIsBoundedAndTheLaneStopsTaking() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders").options(o -> o.withConcurrency(1));
    rig.options(o -> o.withMaxParked(5, 1 << 20).withRetry(RetryPolicy.of(100_000)));
    AtomicBoolean bad = new AtomicBoolean(true);
    rig.sink.script(batch -> bad.get() ? refuse(batch, "a", Rejection.Kind.RETRYABLE) : List.of());
    for (int i = 0; i < 200; i++) {
      rig.put("a", "n", i);
    }
    Destination destination = rig.start();
    rig.awaitState(destination, ReplicatorState.RETRYING);
    Awaitility.await().until(() -> destination.status().whole().reason().contains("refused"));
    assertThat(destination.status().parked()).isBetween(5, 30);
    bad.set(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted().stream().map(Delivery::version)).isSorted();
    assertThat(rig.counter("delivered")).isEqualTo(200);
    rig.close();
  }

  private static List<Rejection> refuse(List<Delivery> batch, String id, Rejection.Kind kind) {
    return batch.stream()
        .filter(d -> d.recordId().equals(id))
        .map(d -> ScriptedSink.refuse(d, kind, "23514"))
        .toList();
  }

  @Test
  void aPauseHoldsEverythingAndLastsAcrossRestarts() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    Destination destination = rig.start();
    destination.pause("migration");
    rig.put("a", "n", 1);
    assertThat(destination.awaitReplicated(rig.journal.end(), Duration.ofSeconds(30))).isFalse();
    assertThat(destination.lag().events()).isPositive();
    rig.close();
    Destination again = rig.start();
    assertThat(again.state()).isEqualTo(ReplicatorState.PAUSED);
    assertThat(again.status().whole().reason()).isEqualTo("migration");
    again.resume();
    assertThat(rig.await(again)).isTrue();
    assertThat(again.lag()).isEqualTo(Lag.NONE);
    rig.close();
  }
}
