package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.spi.Delivery;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class DestinationTest {
  @Test
  void deliversEachChangeInOrder() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    Destination destination = rig.start();
    for (int i = 0; i < 100; i++) {
      rig.put("r" + i % 7, "n", i);
    }
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(100).doesNotHaveDuplicates();
    for (int r = 0; r < 7; r++) {
      String id = "r" + r;
      assertThat(
              rig.sink.accepted().stream()
                  .filter(d -> d.recordId().equals(id))
                  .map(Delivery::version))
          .isSorted();
    }
    assertThat(rig.sink.faults()).isEmpty();
    assertThat(rig.counter("delivered")).isEqualTo(100);
    assertThat(rig.events(ReplicationEvent.Replicated.class)).hasSize(100);
    rig.close();
  }

  @Test
  void aMirrorEndsWithTheLatestState() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.mirror()).route("orders");
    rig.put("a", "n", 1);
    rig.put("b", "n", 1);
    rig.put("a", "n", 2);
    rig.put("orders", "b", null);
    rig.put("a", "n", 3);
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.rows())
        .containsOnlyKeys("orders{\"id\":\"a\"}")
        .containsValue(Document.of("n", 3, "id", "a"));
    assertThat(rig.counter("delivered") + rig.counter("superseded")).isEqualTo(5);
    assertThat(rig.sink.accepted())
        .as("the delete is sent, whatever was before it")
        .anyMatch(d -> d.recordId().equals("b") && d.operation() == Operation.DELETE);
    rig.close();
  }

  @Test
  void skipsWhatTheTransformMakesNothingOf() throws InterruptedException {
    Rig rig =
        new Rig(ScriptedSink.events())
            .route(
                "orders",
                "big",
                (order, _) -> order.integer("n") > 5 ? order : null,
                Operation.INSERT)
            .route("orders", "all", null, Operation.DELETE);
    Destination destination = rig.start();
    for (int i = 0; i < 10; i++) {
      rig.put("r" + i, "n", i);
    }
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(4).allMatch(d -> d.target().equals("big"));
    assertThat(rig.counter("skipped")).isEqualTo(6);
    assertThat(rig.counter("notListed")).isEqualTo(10);
    rig.close();
  }

  @Test
  void drainsABacklogThatCollapsesIntoFewDeliveries() throws InterruptedException {
    Rig rig =
        new Rig(ScriptedSink.mirror())
            .options(o -> o.withConcurrency(1))
            .route("orders", "orders", DestinationTest::slowly, Operation.values());
    for (int i = 0; i < 1_000; i++) {
      rig.put("a", "n", i);
    }
    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.rows()).containsValue(Document.of("n", 999, "id", "a"));
    rig.close();
  }

  /** Slow enough that the reader has long filled the inbox when a batch empties it. */
  private static Document slowly(Document document, ContextTransform.Context context) {
    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    return document;
  }

  @Test
  void goesOnWhereItEnded() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    rig.put("a", "n", 1);
    Destination first = rig.start();
    assertThat(rig.await(first)).isTrue();
    rig.close();
    assertThat(first.state()).isEqualTo(ReplicatorState.STOPPED);
    rig.put("a", "n", 2);
    Destination second = rig.start();
    assertThat(rig.await(second)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(2);
    rig.close();
  }

  @Test
  void drainsWhenItIsClosed() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    Destination destination = rig.start();
    for (int i = 0; i < 500; i++) {
      rig.put("r" + i, "n", i);
    }
    rig.close();
    destination.close(Duration.ZERO);
    assertThat(rig.sink.accepted()).hasSize(500);
  }
}
