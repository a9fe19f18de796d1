package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A backlog, with a destination that answers at once. */
final class BacklogTest {
  private static final int CHANGES = 50_000;
  private static final int BATCH = 1000;

  @Test
  void goesOutInBatchesThatAreNearlyFull() throws InterruptedException {
    ScriptedSink sink = ScriptedSink.instant();
    Rig rig =
        new Rig(sink)
            .route("orders")
            .silent()
            .options(o -> o.withConcurrency(4).withBatchSize(BATCH));
    for (int i = 0; i < CHANGES; i++) {
      rig.put("r" + i, "n", i, "name", "somebody", "total", 12.5);
    }

    Destination destination = rig.start();

    assertThat(destination.awaitReplicated(rig.journal.end(), Rig.LONG)).isTrue();
    assertThat(rig.counter("delivered")).isEqualTo(CHANGES);
    assertThat(sink.calls.get()).isLessThan(CHANGES / BATCH * 5);
    rig.close();
  }
}
