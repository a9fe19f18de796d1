package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ParallelWritesTest {
  private final List<Delivery> batch = deliveries(12);

  @Test
  void writesAsManyAtOnceAsAllowedAndNoMore() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    // Nobody passes before four are inside; a fifth would be seen.
    CyclicBarrier four = new CyclicBarrier(4);

    new ParallelWrites(4)
        .all(
            batch,
            _ -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              await(four);
              now.decrementAndGet();
              return Optional.empty();
            });

    assertThat(most).hasValue(4);
  }

  @Test
  void beginsNoFurtherWriteAfterAFailure() {
    AtomicInteger begun = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new ParallelWrites(1)
                    .all(
                        batch,
                        _ -> {
                          begun.incrementAndGet();
                          throw new SinkException.Unavailable("down", null);
                        }))
        .isInstanceOf(SinkException.Unavailable.class);

    assertThat(begun).hasValue(1);
  }

  @Test
  void leavesNothingRunningAfterAnInterrupt() throws Exception {
    AtomicInteger running = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new ParallelWrites(4).all(batch, _ -> block(running, never));
                  } catch (SinkException | InterruptedException _) {
                    // As expected; what matters is that it ended.
                  }
                });
    Awaitility.await().until(() -> running.get() == 4);

    writer.interrupt();

    assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
    assertThat(running).hasValue(0);
  }

  private static Optional<io.s3db.replicator.spi.Rejection> block(
      AtomicInteger running, CountDownLatch until) throws InterruptedException {
    running.incrementAndGet();
    try {
      until.await();
      return Optional.empty();
    } finally {
      running.decrementAndGet();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Delivery> deliveries(int count) {
    DeliveryFixtures rows = new DeliveryFixtures("rows", KeyFields.of(List.of("id")), true);
    return IntStream.range(0, count)
        .mapToObj(i -> rows.insert(Document.of("id", "row-" + i)))
        .toList();
  }
}
