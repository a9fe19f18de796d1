package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Durability;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.delivery.RedriveResult;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.leak.LeakCheck;
import io.s3db.testkit.sink.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that are dead, slow, throttled or poisoned, beside one that is well. */
@ExtendWith(LeakCheck.class)
class NeighboursTest {
  private static final int RECORDS = 500;
  private static final int POISONED = RECORDS / 100;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final Map<String, MemorySink> sinks = new LinkedHashMap<>();

  @BeforeEach
  void breakAllButOne() {
    for (String name : List.of("healthy", "dead", "slow", "throttled", "poisoned")) {
      sinks.put(name, MemorySink.events().register(name));
    }
    sink("dead").faults().refuse();
    sink("slow").faults().slow(Duration.ofSeconds(2));
    sink("throttled")
        .faults()
        .failAlways(
            () ->
                new SinkException.Unavailable(
                    "429 Too Many Requests", null, Duration.ofSeconds(2)));
    for (int i = 0; i < RECORDS; i += 100) {
      sink("poisoned").faults().refuse("o" + i, Rejection.Kind.PERMANENT, "22003");
    }
  }

  @AfterEach
  void forgetAll() {
    sinks.keySet().forEach(MemorySink::forget);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void neitherTheWriterNorTheOthersWaitForOneThatIsNotWell() throws Exception {
    ReplicatorPlugin plugin = plugin();
    try (S3db db = open(plugin)) {
      write(db.createResource(Rig.orders()));
      assertThat(delivered("slow"))
          .as("nobody waited for the slow one: it needs 50 s and more")
          .isLessThan(RECORDS);

      assertThat(plugin.awaitReplicated("healthy", Duration.ofSeconds(20)))
          .as("%s", plugin.status())
          .isTrue();
      assertThat(plugin.awaitReplicated("poisoned", Duration.ofSeconds(20))).isTrue();

      assertComplete("healthy");
      assertThat(delivered("poisoned")).isEqualTo(2L * (RECORDS - POISONED));
      await() // the state is written ten times a second
          .untilAsserted(
              () -> assertThat(plugin.status("poisoned").deadLetters()).isEqualTo(2 * POISONED));
      assertThat(delivered("dead") + delivered("throttled")).isZero();
      assertThat(delivered("slow")).isLessThan(2L * RECORDS);
      await().until(() -> state(plugin, "dead") == ReplicatorState.RETRYING);
      await().until(() -> state(plugin, "throttled") == ReplicatorState.RETRYING);
      assertThat(state(plugin, "healthy")).isEqualTo(ReplicatorState.RUNNING);
      assertThat(state(plugin, "slow")).isEqualTo(ReplicatorState.RUNNING);

      sinks.values().forEach(sink -> sink.faults().mend());
      sink("poisoned").faults().acceptAll();
      assertThat(plugin.redrive("poisoned", List.of(), LONG))
          .hasSize(2 * POISONED)
          .allSatisfy(
              result -> assertThat(result.outcome()).isEqualTo(RedriveResult.Outcome.REDRIVEN));
      assertThat(plugin.awaitReplicated(LONG)).as("%s", plugin.status()).isTrue();
      sinks.keySet().forEach(this::assertComplete);
    }
  }

  private static void write(Resource orders) {
    for (int i = 0; i < RECORDS; i++) {
      orders.insert(Rig.order("o" + i, i));
      orders.update("o" + i, Document.of("note", "again"));
    }
  }

  private void assertComplete(String name) {
    Map<String, List<Operation>> byRecord =
        sink(name).delivered().stream()
            .collect(
                Collectors.groupingBy(
                    Delivery::recordId,
                    TreeMap::new,
                    Collectors.mapping(Delivery::operation, Collectors.toList())));
    assertThat(byRecord).as(name).hasSize(RECORDS);
    assertThat(byRecord.values())
        .as(name)
        .allSatisfy(
            operations ->
                assertThat(operations).containsExactly(Operation.INSERT, Operation.UPDATE));
  }

  private MemorySink sink(String name) {
    return Objects.requireNonNull(sinks.get(name));
  }

  private long delivered(String name) {
    return sink(name).delivered().size();
  }

  private static ReplicatorState state(ReplicatorPlugin plugin, String name) {
    return plugin.status(name).state();
  }

  private ReplicatorPlugin plugin() {
    ReplicatorPlugin.Builder builder =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .durability(Durability.PROCESS)
            .batchSize(10)
            .closeTimeout(Duration.ofSeconds(2));
    for (String name : sinks.keySet()) {
      builder.replicator("memory", r -> r.id(name).resources(Rig.ORDERS).config("name", name));
    }
    return builder.build();
  }

  private static S3db open(ReplicatorPlugin plugin) {
    return S3db.builder()
        .store(MemoryStore.create(InstantSource.system()))
        .plugin(plugin)
        .connect();
  }
}
