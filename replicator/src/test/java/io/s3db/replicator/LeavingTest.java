package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.explain.Verdict;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that leave the configuration, and come back. */
final class LeavingTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir Path folder;

  private final String url = "leaving-" + COUNTER.incrementAndGet();
  private final FakeWarehouse warehouse = FakeWarehouse.named(url);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  private ReplicatorPlugin plugin(Consumer<ReplicatorPlugin.Builder> destinations) {
    ReplicatorPlugin.Builder builder =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .journalRetention(Duration.ofHours(1))
            .closeTimeout(Duration.ofMillis(300));
    destinations.accept(builder);
    return builder.build();
  }

  private void leaving(ReplicatorPlugin.Builder builder) {
    builder.replicator(
        "fake", r -> r.id("leaving").resources("orders").config("connectionString", url));
  }

  private void staying(ReplicatorPlugin.Builder builder) {
    builder.replicator(
        "fake", r -> r.id("staying").resources("carts").config("connectionString", url + "-s"));
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private static Resource orders(S3db db) {
    return db.createResource(
        "orders", r -> r.attribute("total", "number|optional").paranoid(false));
  }

  /** The journal still holds its place: but what it alone wants was not recorded meanwhile. */
  @Test
  void aDestinationThatComesBackIsHeldUntilItIsSynced() throws Exception {
    ReplicatorPlugin first = plugin(this::leaving);
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", "before", "total", 1));
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    try (S3db db = open(plugin(this::staying))) {
      db.resource("orders").insert(Document.of("id", "meanwhile", "total", 2));
    }
    for (int i = 0; i < 2; i++) { // it stays so
      ReplicatorPlugin held = plugin(this::leaving);
      try (S3db db = open(held)) {
        ReplicatorStatus status = held.status("leaving");
        assertThat(status.state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
        assertThat(status.reason()).contains("was not configured for a while, since 2");
        db.resource("orders").upsert(Document.of("id", "held", "total", i));
        assertThat(held.awaitReplicated(Duration.ofMillis(50))).isFalse();
        assertThat(held.explain("orders", "held").journeys().getFirst().steps().getLast().verdict())
            .isInstanceOf(Verdict.Missed.class);
      }
    }
    ReplicatorPlugin last = plugin(this::leaving);
    try (S3db db = open(last)) {
      assertThat(last.sync("leaving").await(SOON)).isTrue();
      db.resource("orders").insert(Document.of("id", "after", "total", 3));
      assertThat(last.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders").keySet())
          .containsExactly(
              "{\"id\":\"after\"}",
              "{\"id\":\"before\"}",
              "{\"id\":\"held\"}",
              "{\"id\":\"meanwhile\"}");
    }
    ReplicatorPlugin again = plugin(this::leaving);
    try (S3db _ = open(again)) {
      assertThat(again.status("leaving").state())
          .as("it was away once")
          .isIn(ReplicatorState.RUNNING, ReplicatorState.STARTING);
    }
  }

  @Test
  void oneThatNeverLeftGoesOn() throws Exception {
    for (int i = 0; i < 3; i++) {
      ReplicatorPlugin plugin = plugin(this::leaving);
      try (S3db db = open(plugin)) {
        orders(db).upsert(Document.of("id", "o" + i, "total", i));
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
      }
    }
    assertThat(warehouse.rows("orders")).hasSize(3);
  }

  /** What it left in the state tells of itself, and is purged like all else. */
  @Test
  void deadLettersOfOneThatLeftAreStillExplainedAndPurged() throws Exception {
    warehouse.refuse(_ -> true);
    ReplicatorPlugin first = plugin(this::leaving);
    try (S3db db = open(first)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "o1", "total", 1));
      orders.delete("o1");
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    ReplicatorPlugin second = plugin(this::staying);
    try (S3db _ = open(second)) {
      assertThat(second.explain("orders", "o1").toString())
          .contains("leaving: stopped: It is not configured any more.", "dead letter (dead)");
      assertThat(second.purge("orders", "o1").deadLetters()).isEqualTo(2);
      assertThat(second.explain("orders", "o1").isKnown()).isFalse();
    }
  }
}
