package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicationEvent.StateChanged;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.state.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class RoutePauseTest {
  @Test
  void aMissingTablePausesItsRouteOnly() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders").route("users");
    AtomicBoolean missing = new AtomicBoolean(true);
    rig.sink.script(
        batch -> {
          if (missing.get() && batch.stream().anyMatch(d -> d.target().equals("orders"))) {
            throw new SinkException.TargetDenied("orders", "relation \"orders\" missing", null);
          }
          return List.of();
        });
    Destination destination = rig.start();
    for (int i = 0; i < 50; i++) {
      rig.put("o" + i, "n", i);
      rig.put("users", "u" + i, Document.of("n", i));
    }
    Awaitility.await().until(() -> rig.sink.rows().size() == 50);
    Awaitility.await()
        .until(
            () -> {
              Standing route = destination.status().routes().get("orders#0");
              return route != null && route.state() == ReplicatorState.DENIED;
            });
    assertThat(destination.state()).isEqualTo(ReplicatorState.RUNNING);
    assertThat(rig.dead()).isEmpty();
    assertThat(destination.awaitReplicated(rig.journal.end(), java.time.Duration.ZERO)).isFalse();
    missing.set(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.rows()).hasSize(100);
    Awaitility.await()
        .untilAsserted(() -> assertThat(rig.store.streams()).containsOnly(StreamId.main("copy")));
    rig.put("o1", "n", 99);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.rows().values()).contains(rig.record("orders", "o1"));
    assertThat(rig.counter("delivered") + rig.counter("superseded")).isEqualTo(101);
    rig.close();
  }

  @Test
  void aPausedRouteStaysPausedAcrossARestart() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders").route("users");
    rig.sink.onPrepare(() -> {});
    rig.sink.script(
        batch -> {
          if (batch.stream().anyMatch(d -> d.target().equals("orders"))) {
            throw new SinkException.TargetDenied("orders", "no such table", null);
          }
          return List.of();
        });
    Destination first = rig.start();
    rig.put("o1", "n", 1);
    Awaitility.await().until(() -> !first.status().routes().isEmpty());
    rig.kill();
    rig.put("o2", "n", 1);
    rig.put("users", "u1", Document.of("n", 1));
    Destination second = rig.start();
    assertThat(second.status().routes()).containsOnlyKeys("orders#0");
    Awaitility.await().until(() -> rig.sink.rows().size() == 1);
    rig.sink.script(_ -> List.of());
    assertThat(rig.await(second)).isTrue();
    assertThat(rig.sink.rows()).hasSize(3);
    rig.close();
  }

  @Test
  void whileOneStreamIsBegunAgainTheOthersDoNotSpeakForIt() throws InterruptedException {
    FullState disk = new FullState();
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders").route("users").route("items");
    rig.state(disk::around);
    AtomicBoolean noUsers = new AtomicBoolean(true);
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch refuse = new CountDownLatch(1);
    rig.sink.script(
        batch -> {
          if (noUsers.get() && batch.stream().anyMatch(d -> d.target().equals("users"))) {
            throw new SinkException.TargetDenied("users", "no such table", null);
          }
          if (refuse.getCount() > 0 && batch.stream().anyMatch(d -> d.target().equals("items"))) {
            inHand.countDown();
            refuse.await();
            throw new SinkException.TargetDenied("items", "no such table", null);
          }
          return List.of();
        });
    Destination destination = rig.start();
    rig.put("users", "u1", Document.of("n", 1));
    Awaitility.await().until(() -> !destination.status().routes().isEmpty());
    rig.put("items", "i1", Document.of("n", 1));
    inHand.await();
    noUsers.set(false);
    for (int i = 2; i < 40; i++) {
      rig.put("items", "i1", Document.of("n", i));
      rig.put("users", "u1", Document.of("n", i));
    }
    Awaitility.await().until(() -> rig.sink.rows().containsValue(rig.record("users", "u1")));
    disk.full(true);
    refuse.countDown();
    Awaitility.await().until(() -> disk.refused() > 0 && destination.waitingInMemory() == 0);
    assertThat(destination.settledBelow()).isLessThan(rig.journal.end());
    assertThat(destination.awaitReplicated(rig.journal.end(), Duration.ZERO)).isFalse();
    assertThat(destination.lag().events()).isPositive();
    disk.full(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(destination.settledBelow()).isEqualTo(rig.journal.end());
    rig.close();
  }

  @RepeatedTest(3)
  void aDroppedColumnDoesNotTurnTheBacklogIntoDeadLetters() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders").route("users");
    AtomicBoolean dropped = new AtomicBoolean(true);
    rig.sink.script(
        batch ->
            dropped.get()
                ? batch.stream()
                    .filter(d -> d.target().equals("orders"))
                    .map(d -> ScriptedSink.refuse(d, Rejection.Kind.PERMANENT, "42703"))
                    .toList()
                : List.of());
    Destination destination = rig.start();
    for (int i = 0; i < 300; i++) {
      rig.put("o" + i, "n", i);
      rig.put("o" + i, "n", i + 1);
    }
    rig.put("users", "u", Document.of("n", 1));
    Awaitility.await()
        .until(
            () ->
                destination.status().routes().values().stream()
                    .anyMatch(s -> s.state() == ReplicatorState.DENIED));
    Awaitility.await().until(() -> rig.sink.acceptedOf("u").size() == 1);
    int probesBefore = rig.sink.probes.get();
    Awaitility.await().until(() -> rig.sink.probes.get() > probesBefore + 3);
    assertThat(rig.dead()).hasSizeLessThan(RefusalWindow.LEAST);
    int dead = rig.dead().size();
    dropped.set(false);
    assertThat(rig.await(destination)).as("%s", destination.status()).isTrue();
    assertThat(rig.counter("deadLettered")).isEqualTo(dead);
    assertThat(rig.counter("delivered")).isEqualTo(601 - dead);
    for (int i = 0; i < 300; i++) {
      String id = "o" + i;
      assertThat(
              rig.sink.accepted().stream()
                  .filter(d -> d.recordId().equals(id))
                  .map(Delivery::version)
                  .distinct())
          .isSorted();
    }
    rig.close();
  }

  @Test
  void aTransformThatThrowsForSomeRecordsOfALargeBatchPausesNothing() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).options(o -> o.withBatchSize(100));
    rig.route("orders", "orders", (data, _) -> throwsForAFifth(data), Operation.values());
    for (int i = 0; i < 600; i++) {
      rig.put("o" + i % 12, "n", i);
    }
    Destination destination = rig.start();
    assertThat(rig.await(destination)).as("%s", destination.status()).isTrue();
    assertThat(rig.events(StateChanged.class))
        .extracting(StateChanged::to)
        .doesNotContain(ReplicatorState.DENIED);
    assertThat(rig.counter("deadLettered")).isEqualTo(120);
    assertThat(rig.counter("delivered") + rig.counter("superseded")).isEqualTo(480);
    rig.close();
  }

  private static Document throwsForAFifth(Document data) {
    if (data.integer("n") % 5 == 0) {
      throw new IllegalStateException("a fifth is bad");
    }
    return data;
  }

  @Test
  void aTransformThatThrowsForMostRecordsPausesItsRoute() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).options(o -> o.withBatchSize(100)).route("users");
    AtomicBoolean broken = new AtomicBoolean(true);
    rig.route(
        "orders",
        "orders",
        (data, _) -> {
          if (broken.get()) {
            throw new IllegalStateException("it is broken");
          }
          return data;
        },
        Operation.values());
    for (int i = 0; i < 300; i++) {
      rig.put("o" + i, "n", i);
    }
    Destination destination = rig.start();
    Awaitility.await()
        .until(
            () ->
                destination.status().routes().values().stream()
                    .anyMatch(s -> s.state() == ReplicatorState.DENIED));
    assertThat(rig.dead()).hasSizeLessThan(RefusalWindow.LEAST);
    int dead = rig.dead().size();
    broken.set(false);
    assertThat(rig.await(destination)).as("%s", destination.status()).isTrue();
    assertThat(rig.sink.accepted()).hasSize(300 - dead);
    rig.close();
  }

  @Test
  void oneBadRecordAmongFewThatChangeOftenPausesNothing() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).options(o -> o.withBatchSize(100)).route("orders");
    rig.sink.script(
        batch ->
            batch.stream()
                .filter(d -> d.recordId().equals("o0"))
                .map(d -> ScriptedSink.refuse(d, Rejection.Kind.PERMANENT, "22001"))
                .toList());
    for (int i = 0; i < 600; i++) {
      rig.put("o" + i % 6, "n", i);
    }
    Destination destination = rig.start();
    assertThat(rig.await(destination)).as("%s", destination.status()).isTrue();
    assertThat(rig.events(StateChanged.class))
        .extracting(StateChanged::to)
        .doesNotContain(ReplicatorState.DENIED);
    assertThat(rig.counter("deadLettered")).isEqualTo(100);
    assertThat(rig.sink.rows()).hasSize(5);
    rig.close();
  }

  @Test
  void aDeniedDestinationIsProbedAndNothingIsLost() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    AtomicBoolean denied = new AtomicBoolean(true);
    rig.sink.onProbe(
        () -> {
          if (denied.get()) {
            throw new SinkException.Denied("401 Unauthorized", null);
          }
        });
    rig.sink.script(
        _ -> {
          if (denied.get()) {
            throw new SinkException.Denied("401 Unauthorized", null);
          }
          return List.of();
        });
    Destination destination = rig.start();
    for (int i = 0; i < 50; i++) {
      rig.put("r" + i, "n", i);
    }
    rig.awaitState(destination, ReplicatorState.DENIED);
    Awaitility.await().until(() -> rig.sink.probes.get() > 2);
    assertThat(destination.status().whole().nextAttempt()).isPresent();
    assertThat(rig.sink.calls).as("only probes once it is denied").hasValueLessThanOrEqualTo(2);
    assertThat(rig.events(ReplicationFailed.class)).as("told once").hasSize(1);
    assertThat(rig.events(ReplicationFailed.class).getFirst().error()).contains("401");
    denied.set(false);
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(50).doesNotHaveDuplicates();
    assertThat(rig.dead()).isEmpty();
    rig.close();
  }

  @Test
  void aRemovedRouteLeavesDeadLettersOfWhatWasParked() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders").route("users");
    rig.options(o -> o.withRetry(RetryPolicy.of(100_000)));
    rig.sink.script(
        batch ->
            batch.stream()
                .filter(d -> d.target().equals("orders"))
                .map(d -> ScriptedSink.refuse(d, Rejection.Kind.RETRYABLE, "x"))
                .toList());
    Destination first = rig.start();
    rig.put("o1", "n", 1);
    Awaitility.await().until(() -> first.status().parked() == 1);
    rig.close();
    rig.withoutRoutes().route("users", "users", null, Operation.values());
    Destination second = rig.start();
    assertThat(rig.await(second)).isTrue();
    assertThat(rig.dead())
        .singleElement()
        .satisfies(letter -> assertThat(letter.code()).isEqualTo("ROUTE_REMOVED"));
    rig.close();
  }
}
