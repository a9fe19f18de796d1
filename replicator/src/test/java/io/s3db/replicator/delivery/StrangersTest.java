package io.s3db.replicator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.state.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Lanes and destinations are strangers: one that is stuck or dead changes nothing for others. */
final class StrangersTest {
  private static final int LANES = 4;

  /** Records of one lane. */
  private static List<String> recordsOf(int lane, int count) {
    return IntStream.range(0, Integer.MAX_VALUE)
        .mapToObj(i -> "r" + i)
        .filter(id -> Partition.of("orders", id) % LANES == lane)
        .limit(count)
        .toList();
  }

  @Test
  void aStuckLaneIsLeftBehindAndCatchesUp() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    rig.options(o -> o.withConcurrency(LANES).withBatchSize(10).withMaxWaitingBytes(1 << 16));
    rig.options(o -> o.withTimeout(Duration.ofDays(10)));
    CountDownLatch stuck = new CountDownLatch(1);
    String first = recordsOf(0, 1).getFirst();
    rig.sink.script(
        batch -> {
          if (batch.stream().anyMatch(d -> d.recordId().equals(first))) {
            stuck.await();
          }
          return List.of();
        });
    Destination destination = rig.start();
    rig.put(first, "n", 0);
    List<String> mine = recordsOf(0, 1000);
    List<String> others = recordsOf(1, 2000);
    for (int i = 0; i < 1000; i++) {
      rig.put(mine.get(i), "n", i);
      rig.put(others.get(2 * i), "n", i);
      rig.put(others.get(2 * i + 1), "n", i);
    }
    Awaitility.await().until(() -> rig.sink.accepted().size() == 2000);
    assertThat(rig.sink.accepted()).allMatch(d -> others.contains(d.recordId()));
    assertThat(destination.lag().events()).isGreaterThan(500);
    assertThat(rig.store.checkpoint(StreamId.main("copy")))
        .hasValueSatisfying(
            positions -> assertThat(positions.get(0)).isLessThanOrEqualTo(new Position(1, 1)));
    stuck.countDown();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(3001).doesNotHaveDuplicates();
    rig.close();
  }

  @Test
  void whatWaitsInMemoryIsBoundedWhateverTheBacklog() throws InterruptedException {
    Rig rig = new Rig(ScriptedSink.events()).route("orders");
    rig.options(o -> o.withConcurrency(LANES).withBatchSize(10));
    rig.options(o -> o.withTimeout(Duration.ofDays(10)));
    CountDownLatch stuck = new CountDownLatch(1);
    rig.sink.script(
        _ -> {
          stuck.await();
          return List.of();
        });
    for (int i = 0; i < 20_000; i++) {
      rig.put("r" + i, "n", i);
    }
    Destination destination = rig.start();
    Awaitility.await().until(() -> rig.sink.calls.get() == LANES);
    int most = LANES * (256 + 40 + 40); // a full inbox, a chunk, and what was in the hand
    for (int i = 0; i < 20; i++) {
      assertThat(destination.waitingInMemory()).isLessThan(most);
    }
    assertThat(destination.lag().events()).isGreaterThan(10_000);
    stuck.countDown();
    assertThat(rig.await(destination)).isTrue();
    assertThat(rig.sink.accepted()).hasSize(20_000);
    rig.close();
  }

  @Test
  void aDeadDestinationChangesNothingForAHealthyOne() throws InterruptedException {
    Rig healthy = new Rig(ScriptedSink.events()).route("orders");
    Rig dead = new Rig(ScriptedSink.events()).route("orders").reading(healthy);
    dead.sink.script(
        _ -> {
          throw new SinkException.Unavailable("no route to host", null);
        });
    Destination broken = dead.start();
    Destination fine = healthy.start();
    for (int i = 0; i < 1000; i++) {
      healthy.put("r" + i, "n", i);
    }
    assertThat(healthy.await(fine)).isTrue();
    dead.awaitState(broken, ReplicatorState.RETRYING);
    assertThat(broken.doneBelow()).isLessThanOrEqualTo(new Position(1, 1));
    dead.sink.script(_ -> List.of());
    assertThat(dead.await(broken)).isTrue();
    assertThat(dead.sink.accepted()).hasSize(1000);
    healthy.close();
    dead.close();
  }
}
