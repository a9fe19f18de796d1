package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The engine alone, with a destination that answers at once. */
final class ThroughputTest {
  private static final int CHANGES = 100_000;

  @Test
  void isFarFasterThanAnyDestination() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      Rig rig =
          new Rig(ScriptedSink.instant())
              .route("orders")
              .silent()
              .options(o -> o.withConcurrency(4).withBatchSize(1000));
      for (int i = 0; i < CHANGES; i++) {
        rig.put("r" + i, "n", i, "name", "somebody", "total", 12.5);
      }
      long before = System.nanoTime();
      Destination destination = rig.start();
      assertThat(destination.awaitReplicated(rig.journal.end(), Rig.LONG)).isTrue();
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      long rate = CHANGES * 1_000_000_000L / took.toNanos();
      System.out.println(rate + " changes/s");
      assertThat(rate).isGreaterThan(20_000);
      rig.close();
    }
  }
}
