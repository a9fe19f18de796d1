package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.RateLimit;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Destinations with a rate limit, in time that passes a thousand times as fast. */
final class ThrottleTest {
  private static final RetryPolicy EAGER =
      RetryPolicy.of(1_000).withSchedule(List.of(Duration.ofMillis(1)));

  @Test
  void recordsTakeTheTimeTheyMayTakeInBatchesOfASecondsWorth() throws InterruptedException {
    Rig rig = limited(RateLimit.records(20, Duration.ofSeconds(1)));
    fill(rig, 4_000);
    Instant begin = rig.timer.now();

    Destination destination = rig.start();
    assertThat(rig.await(destination)).isTrue();

    assertThat(Duration.between(begin, rig.timer.now()))
        .as("(4000 - 20) / 20 s")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(199));
    assertThat(rig.sink.accepted()).hasSize(4_000).doesNotHaveDuplicates();
    assertThat(rig.sink.batches()).allSatisfy(size -> assertThat(size).isBetween(1, 20));
    rig.close();
  }

  @Test
  void whileItWaitsItIsRunningAndItsLagShows() throws InterruptedException {
    Rig rig = limited(RateLimit.records(1, Duration.ofHours(1)));
    fill(rig, 50);

    Destination destination = rig.start();
    Awaitility.await().until(() -> !rig.sink.accepted().isEmpty());

    assertThat(destination.state()).isEqualTo(ReplicatorState.RUNNING);
    assertThat(destination.lag().events()).isGreaterThan(40);
    assertThat(rig.events(ReplicationFailed.class)).isEmpty();
    destination.pause("enough");
    assertThat(destination.state()).as("it waits interruptibly").isEqualTo(ReplicatorState.PAUSED);
    rig.kill();
  }

  @Test
  void requestsAreCountedAsTheDriverCountsThem() throws InterruptedException {
    Rig rig = limited(RateLimit.requests(1, Duration.ofSeconds(10)));
    rig.options(o -> o.withBatchSize(100).withConcurrency(1));
    fill(rig, 1_000);
    Instant begin = rig.timer.now();

    assertThat(rig.await(rig.start())).isTrue();

    assertThat(rig.sink.batches().stream().mapToInt(size -> size).max()).hasValue(100);
    // One request prepares the target, ten or more write.
    assertThat(Duration.between(begin, rig.timer.now()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(10L * rig.sink.batches().size()));
    rig.close();
  }

  @Test
  void aDriverThatSendsRecordsOneByOneGetsSmallWrites() throws InterruptedException {
    Rig rig = limited(RateLimit.requests(5, Duration.ofSeconds(1)));
    rig.sink.requestsOf(List::size);
    rig.options(o -> o.withBatchSize(100));
    fill(rig, 200);

    assertThat(rig.await(rig.start())).isTrue();

    assertThat(rig.sink.batches()).allSatisfy(size -> assertThat(size).isBetween(1, 5));
    rig.close();
  }

  @Test
  void attemptsThatFailCountToo() throws InterruptedException {
    Rig rig = limited(RateLimit.records(10, Duration.ofSeconds(1)));
    rig.options(o -> o.withConcurrency(1).withRetry(EAGER));
    AtomicInteger sent = new AtomicInteger();
    rig.sink.script(
        batch -> {
          if (sent.addAndGet(batch.size()) < 1_000) {
            throw new SinkException.Unavailable("down", null);
          }
          return List.of();
        });
    fill(rig, 10);
    Instant begin = rig.timer.now();

    assertThat(rig.await(rig.start())).isTrue();

    assertThat(Duration.between(begin, rig.timer.now()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds((sent.get() - 10) / 10));
    rig.close();
  }

  @Test
  void anOutageEndsThoughTheRateIsLimited() throws InterruptedException {
    Rig rig = limited(RateLimit.records(50, Duration.ofSeconds(1)));
    AtomicBoolean down = new AtomicBoolean(true);
    rig.sink.script(
        _ -> {
          if (down.get()) {
            throw new SinkException.Unavailable("down", null, Duration.ofSeconds(7));
          }
          return List.of();
        });
    fill(rig, 500);
    Destination destination = rig.start();
    rig.awaitState(destination, ReplicatorState.RETRYING);
    down.set(false);

    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted().stream().map(Delivery::recordId).distinct()).hasSize(500);
    assertThat(destination.state()).isEqualTo(ReplicatorState.RUNNING);
    rig.close();
  }

  private static Rig limited(RateLimit limit) {
    return new Rig(ScriptedSink.events())
        .route("orders")
        .options(o -> o.withConcurrency(4).withBatchSize(100).withRateLimit(limit));
  }

  private static void fill(Rig rig, int records) {
    for (int i = 0; i < records; i++) {
      rig.put("r" + i, "n", i);
    }
  }
}
