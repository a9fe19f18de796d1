package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A batch of which a part is delivered before the rest fails. */
final class PartialDeliveryTest {
  private final List<List<String>> calls = new CopyOnWriteArrayList<>();
  private final Rig rig =
      new Rig(ScriptedSink.events()).route("orders").options(o -> o.withConcurrency(1));

  @Test
  void onlyWhatWasNotDeliveredComesAgain() throws InterruptedException {
    rig.sink.script(
        batch -> {
          if (call(batch) == 1) {
            throw new SinkException.Unavailable("reset", null, null, of(batch, "a", "c"));
          }
          return List.of();
        });

    deliver("a", "b", "c", "d");

    assertThat(calls).containsExactly(List.of("a", "b", "c", "d"), List.of("b", "d"));
    assertThat(rig.counter("delivered")).isEqualTo(4);
    rig.close();
  }

  @Test
  void whatIsDeliveredAddsUpOverSeveralAttempts() throws InterruptedException {
    rig.sink.script(
        batch -> {
          String first = batch.getFirst().recordId();
          call(batch);
          throw new SinkException.Unavailable("reset", null, null, of(batch, first));
        });

    deliver("a", "b", "c");

    assertThat(calls)
        .as("when all are delivered, nobody is asked again")
        .containsExactly(List.of("a", "b", "c"), List.of("b", "c"), List.of("c"));
    assertThat(rig.counter("delivered")).isEqualTo(3);
    rig.close();
  }

  @Test
  void theRestMayBeRefusedAsAWholeAndIsHalved() throws InterruptedException {
    rig.sink.script(
        batch -> {
          if (call(batch) == 1) {
            throw new SinkException.Unavailable("reset", null, null, of(batch, "a", "e"));
          }
          if (batch.stream().anyMatch(d -> d.recordId().equals("c"))) {
            throw new SinkException.BatchRefused(Rejection.Kind.PERMANENT, "413", "no", null);
          }
          return List.of();
        });

    deliver("a", "b", "c", "d", "e");

    assertThat(calls)
        .containsExactly(
            List.of("a", "b", "c", "d", "e"),
            List.of("b", "c", "d"),
            List.of("b"),
            List.of("c", "d"),
            List.of("c"),
            List.of("d"));
    assertThat(rig.dead())
        .singleElement()
        .satisfies(letter -> assertThat(letter.event().recordId()).isEqualTo("c"));
    assertThat(rig.counter("delivered")).isEqualTo(4);
    rig.close();
  }

  @Test
  void aSingleRestThatIsRefusedIsTheGuiltyOne() throws InterruptedException {
    rig.sink.script(
        batch -> {
          if (call(batch) == 1) {
            throw new SinkException.Unavailable("reset", null, null, of(batch, "a", "b"));
          }
          throw new SinkException.BatchRefused(Rejection.Kind.PERMANENT, "413", "no", null);
        });

    deliver("a", "b", "c");

    assertThat(calls).containsExactly(List.of("a", "b", "c"), List.of("c"));
    assertThat(rig.dead())
        .singleElement()
        .satisfies(letter -> assertThat(letter.event().recordId()).isEqualTo("c"));
    assertThat(rig.counter("delivered")).isEqualTo(2);
    rig.close();
  }

  @Test
  void afterATimeoutOnlyTheOthersComeAgain() throws InterruptedException {
    rig.sink.script(
        batch -> {
          if (call(batch) == 1) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new SinkException.Unavailable("stopped", e, null, of(batch, "a"));
            }
          }
          return List.of();
        });

    deliver("a", "b");

    assertThat(calls).containsExactly(List.of("a", "b"), List.of("b"));
    assertThat(rig.counter("delivered")).isEqualTo(2);
    rig.close();
  }

  @Test
  void theRestMayBePartlyRefused() throws InterruptedException {
    rig.sink.script(
        batch -> {
          if (call(batch) == 1) {
            throw new SinkException.Unavailable("reset", null, null, of(batch, "b"));
          }
          return batch.stream()
              .filter(d -> d.recordId().equals("c"))
              .map(d -> ScriptedSink.refuse(d, Rejection.Kind.PERMANENT, "22003"))
              .toList();
        });

    deliver("a", "b", "c");

    assertThat(calls).containsExactly(List.of("a", "b", "c"), List.of("a", "c"));
    assertThat(rig.counter("delivered")).isEqualTo(2);
    assertThat(rig.counter("deadLettered")).isEqualTo(1);
    rig.close();
  }

  private int call(List<Delivery> batch) {
    calls.add(batch.stream().map(Delivery::recordId).toList());
    return calls.size();
  }

  private static Set<DeliveryId> of(List<Delivery> batch, String... records) {
    return batch.stream()
        .filter(delivery -> Set.of(records).contains(delivery.recordId()))
        .map(Delivery::id)
        .collect(Collectors.toSet());
  }

  private void deliver(String... ids) throws InterruptedException {
    for (String id : ids) {
      rig.put(id, "n", 1);
    }
    assertThat(rig.await(rig.start())).isTrue();
  }
}
