package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.state.DeadLetter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class RedriveTest {
  private final AtomicBoolean refusing = new AtomicBoolean(true);

  private Rig rig(ScriptedSink sink) {
    Rig rig = new Rig(sink).route("orders");
    sink.script(
        batch ->
            batch.stream()
                .filter(d -> refusing.get() && d.data() != null && d.data().integer("n") < 0)
                .map(d -> ScriptedSink.refuse(d, Rejection.Kind.PERMANENT, "bad" + d.recordId()))
                .toList());
    return rig;
  }

  @Test
  void sendsManyAgainAndCountsThem() throws InterruptedException {
    Rig rig = rig(ScriptedSink.mirror());
    Destination destination = rig.start();
    for (int i = 0; i < 1200; i++) {
      rig.put("r" + i, "n", i % 2 == 0 ? -1 : 1);
    }
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.dead()).hasSize(600);
    assertThat(destination.redriveAll(Rig.LONG))
        .hasSize(600)
        .allMatch(r -> r.outcome() == RedriveResult.Outcome.REFUSED);
    assertThat(rig.dead()).hasSize(600).allMatch(letter -> letter.attempts() == 2);
    refusing.set(false);
    assertThat(destination.redriveAll(Rig.LONG))
        .hasSize(600)
        .allMatch(r -> r.outcome() == RedriveResult.Outcome.REDRIVEN);
    assertThat(rig.dead()).isEmpty();
    assertThat(rig.sink.rows()).hasSize(1200);
    assertThat(rig.counter("redriven")).isEqualTo(600);
    assertThat(rig.events(ReplicationEvent.Redriven.class)).hasSize(600);
    rig.close();
  }

  @Test
  void aMirrorIsNotSentWhatWasSuperseded() throws InterruptedException {
    Rig rig = rig(ScriptedSink.mirror());
    Destination destination = rig.start();
    DeliveryId id = new DeliveryId(rig.put("a", "n", -1), 0);
    assertThat(rig.await(destination)).isTrue();
    rig.put("a", "n", 1);
    assertThat(rig.await(destination)).isTrue();
    refusing.set(false);
    assertThat(destination.redrive(List.of(id), true, Rig.LONG))
        .singleElement()
        .satisfies(r -> assertThat(r.outcome()).isEqualTo(RedriveResult.Outcome.SUPERSEDED));
    assertThat(rig.sink.acceptedOf("a")).hasSize(1);
    rig.close();
  }

  @Test
  void aDestinationOfEventsIsSentItLateOnlyIfTold() throws InterruptedException {
    Rig rig = rig(ScriptedSink.events());
    Destination destination = rig.start();
    DeliveryId id = new DeliveryId(rig.put("a", "n", -1), 0);
    assertThat(rig.await(destination)).isTrue();
    rig.put("a", "n", 1);
    assertThat(rig.await(destination)).isTrue();
    refusing.set(false);
    assertThat(destination.redrive(List.of(id), false, Rig.LONG).getFirst().outcome())
        .isEqualTo(RedriveResult.Outcome.SUPERSEDED);
    assertThat(destination.redrive(List.of(id), true, Rig.LONG).getFirst().outcome())
        .isEqualTo(RedriveResult.Outcome.REDRIVEN);
    assertThat(destination.redrive(List.of(id), true, Rig.LONG).getFirst().outcome())
        .isEqualTo(RedriveResult.Outcome.NOT_FOUND);
    assertThat(rig.sink.acceptedOf("a")).hasSize(2);
    assertThat(rig.store.deadLetter("copy", id).orElseThrow().status())
        .isEqualTo(DeadLetter.Status.REDRIVEN);
    rig.close();
  }

  @Test
  void marksDeadLettersOfEarlierRunsSuperseded() throws InterruptedException {
    Rig rig = rig(ScriptedSink.mirror());
    Destination first = rig.start();
    DeliveryId id = new DeliveryId(rig.put("a", "n", -1), 0);
    assertThat(rig.await(first)).isTrue();
    rig.close();
    Destination second = rig.start();
    rig.put("a", "n", 1);
    assertThat(rig.await(second)).isTrue();
    rig.counter("delivered"); // flushes
    assertThat(rig.store.deadLetter("copy", id).orElseThrow().status())
        .isEqualTo(DeadLetter.Status.SUPERSEDED);
    rig.close();
  }

  @Test
  void saysSoWhenItIsPaused() throws InterruptedException {
    Rig rig = rig(ScriptedSink.mirror());
    Destination destination = rig.start();
    DeliveryId id = new DeliveryId(rig.put("a", "n", -1), 0);
    assertThat(rig.await(destination)).isTrue();
    destination.pause("by hand");
    assertThat(destination.redrive(List.of(id), false, Rig.LONG).getFirst().outcome())
        .isEqualTo(RedriveResult.Outcome.NOT_RUNNING);
    rig.close();
  }
}
