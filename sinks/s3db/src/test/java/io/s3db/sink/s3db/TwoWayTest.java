package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.leak.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two databases that replicate to each other. */
@ExtendWith(LeakCheck.class)
class TwoWayTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String ORDERS = "orders";

  @TempDir private Path folder;
  private final String left = "memory://two-way-left-" + COUNTER.incrementAndGet();
  private final String right = "memory://two-way-right-" + COUNTER.get();

  @Test
  void aWriteArrivesOnceAndDoesNotComeBack() throws Exception {
    inBoth(
        way -> way.resources(ORDERS),
        way -> way.resources(ORDERS),
        (a, b) -> {
          a.insert(Document.of("id", "1", "n", 1));
          settle();

          assertThat(b.get("1")).isEqualTo(a.get("1"));
          await().untilAsserted(() -> assertThat(delivered(toRight, "to-right")).isEqualTo(1));
          assertThat(delivered(toLeft, "to-left")).as("nothing comes back").isZero();
        });
  }

  @Test
  void transformsThatNeverComeToRestDoNotRunForEver() throws Exception {
    Consumer<Replicator.Builder> counting =
        way ->
            way.resource(
                ORDERS, m -> m.transform(order -> order.with("n", order.integer("n") + 1)));
    inBoth(
        counting,
        counting,
        (a, b) -> {
          a.insert(Document.of("id", "1", "n", 1));
          settle();
          assertThat(List.of(n(a), n(b))).containsExactly(1L, 2L);

          b.update("1", Document.of("n", 10));
          settle();
          assertThat(List.of(n(a), n(b))).containsExactly(11L, 10L);
          await().untilAsserted(() -> assertThat(delivered(toLeft, "to-left")).isEqualTo(1));
          assertThat(delivered(toRight, "to-right")).isEqualTo(1);
        });
  }

  @Test
  void writesOnBothSidesEndAtTheLaterOne() throws Exception {
    long seed = System.nanoTime() & 0xffff;
    inBoth(
        way -> way.resources(ORDERS),
        way -> way.resources(ORDERS),
        (a, b) -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            CyclicBarrier abreast = new CyclicBarrier(2);
            writers.add(threads.submit(() -> writeAtRandom(a, "a", new Random(seed), abreast)));
            writers.add(threads.submit(() -> writeAtRandom(b, "b", new Random(seed + 1), abreast)));
            for (Future<?> writer : writers) {
              writer.get();
            }
          }
          settle();

          assertThat(records(a)).as("seed %d", seed).isEqualTo(records(b)).isNotEmpty();
          assertThat(records(a).values().stream().map(record -> record.text("by")).distinct())
              .as("both sides won sometimes, seed %d", seed)
              .containsExactlyInAnyOrder("a", "b");
        });
  }

  @Test
  void aDatabaseIsNotReplicatedToItselfHoweverItIsSpelt() {
    ReplicatorPlugin itself = plugin("itself", left + "//", way -> way.resources(ORDERS));

    assertThatThrownBy(() -> S3db.builder().connectionString(left).plugin(itself).connect())
        .hasMessageContaining("to itself")
        .hasMessageContaining("another database");
  }

  @FunctionalInterface
  private interface Work {
    void on(Resource left, Resource right) throws Exception;
  }

  private ReplicatorPlugin toRight;
  private ReplicatorPlugin toLeft;

  private void inBoth(
      Consumer<Replicator.Builder> rightwards, Consumer<Replicator.Builder> leftwards, Work work)
      throws Exception {
    toRight = plugin("to-right", right, rightwards);
    toLeft = plugin("to-left", left, leftwards);
    try (S3db a = S3db.builder().connectionString(left).plugin(toRight).connect();
        S3db b = S3db.builder().connectionString(right).plugin(toLeft).connect()) {
      for (S3db each : List.of(a, b)) {
        each.createResource(
            ORDERS,
            r ->
                r.attribute("n", "number|integer")
                    .attribute("by", "string|optional")
                    .paranoid(false));
      }
      work.on(a.resource(ORDERS), b.resource(ORDERS));
    }
  }

  /** Two rounds: whatever came back would be on its way after the first. */
  private void settle() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      assertThat(toRight.awaitReplicated(SOON)).as("%s", toRight.status()).isTrue();
      assertThat(toLeft.awaitReplicated(SOON)).as("%s", toLeft.status()).isTrue();
    }
  }

  private static long delivered(ReplicatorPlugin plugin, String id) {
    return plugin.status(id).counters().getOrDefault("delivered", -1L);
  }

  /** Neither writer is more than a few writes ahead: so each is the last one for some records. */
  private static Object writeAtRandom(
      Resource orders, String by, Random random, CyclicBarrier abreast) throws Exception {
    for (int i = 0; i < 300; i++) {
      if (i % 3 == 0) {
        abreast.await();
      }
      String id = "k" + random.nextInt(30);
      orders.upsert(Document.of("id", id, "n", i, "by", by));
    }
    return by;
  }

  private static long n(Resource orders) {
    return orders.get("1").integer("n");
  }

  private static Map<String, Document> records(Resource orders) {
    Map<String, Document> records = new TreeMap<>();
    try (Stream<Document> all = orders.stream()) {
      all.forEach(record -> records.put(record.id(), record));
    }
    return records;
  }

  private ReplicatorPlugin plugin(
      String id, String address, Consumer<Replicator.Builder> resources) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve(id))
        .durability(Durability.PROCESS)
        .replicator(
            "s3db",
            replicator -> {
              resources.accept(replicator.id(id));
              replicator.config("connectionString", address);
            })
        .build();
  }
}
