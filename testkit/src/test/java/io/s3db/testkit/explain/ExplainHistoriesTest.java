package io.s3db.testkit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.explain.ExplainedChange;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.explain.Explanation.Journey;
import io.s3db.replicator.explain.Explanation.Step;
import io.s3db.replicator.explain.Verdict;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of records is compared with what the destinations really got. */
class ExplainHistoriesTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> DESTINATIONS = List.of("mirror", "events");
  private static final int RECORDS = 6;

  @TempDir Path folder;

  private final Map<String, MemorySink> sinks = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int verdicts;

  @AfterEach
  void forget() {
    names.forEach(MemorySink::forget);
  }

  @Test
  void randomHistories() throws Exception {
    histories(3, System.nanoTime());
  }

  @Test
  @Tag("long")
  void manyRandomHistories() throws Exception {
    histories(150, System.nanoTime());
  }

  private void histories(int count, long firstSeed) throws Exception {
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      try {
        history(seed);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(verdicts).isGreaterThan(100 * count);
  }

  private void history(long seed) throws Exception {
    Random random = new Random(seed);
    MemoryStore store = MemoryStore.create(InstantSource.system());
    sinks.clear();
    sinks.put("mirror", MemorySink.mirror().register(name("mirror", seed)));
    sinks.put("events", MemorySink.events().register(name("events", seed)));
    for (int life = 1; life <= 2; life++) {
      ReplicatorPlugin plugin = plugin(seed);
      try (S3db db = S3db.builder().store(store).plugin(plugin).connect()) {
        Resource orders =
            db.createResource(
                "orders-" + Long.toHexString(seed),
                r -> r.attribute("n", "number").paranoid(false));
        for (int round = 0; round < 5; round++) {
          live(random, plugin, orders);
          check(plugin, orders.name(), life);
          resume(plugin);
        }
        sinks.values().forEach(sink -> sink.faults().mend());
        sinks.values().forEach(sink -> sink.faults().acceptAll());
        pause(plugin); // so that nothing waits for its next round
        resume(plugin);
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        for (String record : records()) {
          assertThat(plugin.explain(orders.name(), record).journeys()).noneMatch(Journey::isOpen);
        }
      }
    }
  }

  private String name(String kind, long seed) {
    String name = "explain-" + kind + "-" + seed;
    names.add(name);
    return name;
  }

  private static List<String> records() {
    return IntStream.range(0, RECORDS).mapToObj(i -> "r" + i).toList();
  }

  /** The mirror takes all but even numbers; the events tell of inserts, and of all. */
  private ReplicatorPlugin plugin(long seed) {
    String orders = "orders-" + Long.toHexString(seed);
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve(Long.toHexString(seed)))
        .journalRetention(Duration.ofHours(1))
        .closeTimeout(Duration.ofMillis(500))
        .maxRetries(1)
        .replicator(
            "memory",
            r ->
                r.id("mirror")
                    .batchSize(3)
                    .concurrency(2)
                    .resource(
                        orders, m -> m.to("odd").transform(o -> o.integer("n") % 2 == 0 ? null : o))
                    .config("name", "explain-mirror-" + seed))
        .replicator(
            "memory",
            r ->
                r.id("events")
                    .batchSize(3)
                    .resource(orders, m -> m.to("inserts").actions(Operation.INSERT))
                    .resource(orders, "all")
                    .config("name", "explain-events-" + seed))
        .build();
  }

  /** Writes, and things that go wrong; then all destinations stand still. */
  private void live(Random random, ReplicatorPlugin plugin, Resource orders) throws Exception {
    for (int i = 0; i < 25; i++) {
      String record = "r" + random.nextInt(RECORDS);
      if (random.nextInt(5) == 0 && orders.exists(record)) {
        orders.delete(record);
      } else {
        orders.upsert(Document.of("id", record, "n", random.nextInt(100)));
      }
      MemorySink sink = sinks.get(DESTINATIONS.get(random.nextInt(2)));
      switch (random.nextInt(12)) {
        case 0 -> sink.faults().refuse("r" + random.nextInt(2), Rejection.Kind.PERMANENT, "NO");
        case 1 -> sink.faults().refuse("r" + random.nextInt(2), Rejection.Kind.DEPENDENT, "LATER");
        case 2 -> sink.faults().acceptAll();
        case 3 -> sink.faults().refuse();
        case 4, 5 -> sink.faults().mend();
        default -> {}
      }
    }
    pause(plugin);
  }

  private static void pause(ReplicatorPlugin plugin) throws Exception {
    for (String destination : DESTINATIONS) {
      plugin.pause(destination);
    }
  }

  private static void resume(ReplicatorPlugin plugin) throws Exception {
    for (String destination : DESTINATIONS) {
      plugin.resume(destination);
    }
  }

  private void check(ReplicatorPlugin plugin, String resource, int life) throws Exception {
    for (String record : records()) {
      Explanation explained = plugin.explain(resource, record);
      Map<EventId, ExplainedChange> changes =
          explained.journal().changes().stream()
              .collect(Collectors.toMap(ExplainedChange::id, change -> change));
      assertThat(explained.journal().whole()).isTrue();
      for (Journey journey : explained.journeys()) {
        assertThat(journey.steps()).hasSameSizeAs(changes.keySet());
        check(journey, changes, life, explained.toString());
      }
    }
  }

  private void check(
      Journey journey, Map<EventId, ExplainedChange> changes, int life, String text) {
    int mapping = Integer.parseInt(journey.route().replaceAll(".*#", ""));
    Set<DeliveryId> got = new HashSet<>();
    sinks.get(journey.replicator()).delivered().forEach(delivery -> got.add(delivery.id()));
    boolean tookPlace = false; // whether a later one did not vanish itself
    for (Step step : journey.steps().reversed()) {
      verdicts++;
      ExplainedChange change = changes.get(step.change());
      boolean isGot = got.contains(new DeliveryId(step.change(), mapping));
      boolean known = change.id().run() == life;
      switch (step.verdict()) {
        case Verdict.Delivered _ -> assertThat(isGot).as(text).isTrue();
        case Verdict.Superseded _ -> {
          assertThat(isGot).as(text).isFalse();
          assertThat(tookPlace).as(text).isTrue();
        }
        case Verdict.Settled _ -> {
          assertThat(known).as("what this process did is known: " + text).isFalse();
          assertThat(isGot || tookPlace).as(text).isTrue();
        }
        case Verdict.NotListed _ -> {
          assertThat(journey.target()).as(text).isEqualTo("inserts");
          assertThat(change.operation()).as(text).isNotEqualTo(Operation.INSERT);
          assertThat(isGot).as(text).isFalse();
        }
        case Verdict.Skipped _ -> {
          assertThat(journey.target()).as(text).isEqualTo("odd");
          assertThat(step.row()).as(text).isNull();
          assertThat(isGot).as(text).isFalse();
        }
        case Verdict.Waiting _, Verdict.Parked _, Verdict.DeadLettered _ ->
            assertThat(isGot).as(text).isFalse();
        case Verdict.Missed _, Verdict.NotForThis _ ->
            throw new AssertionError("nothing was missed: " + text);
      }
      tookPlace |=
          isGot
              || step.verdict() instanceof Verdict.Parked
              || step.verdict() instanceof Verdict.DeadLettered;
    }
  }
}
