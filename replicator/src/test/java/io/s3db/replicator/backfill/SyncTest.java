package io.s3db.replicator.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.spi.Delivery;
import io.s3db.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Existing records are copied: what users see of it. */
@Timeout(120)
final class SyncTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir Path folder;

  private final String url = "sync-host-" + COUNTER.incrementAndGet();
  private final FakeWarehouse warehouse = FakeWarehouse.named(url);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .closeTimeout(Duration.ofMillis(300))
        .replicator("fake", r -> description.accept(r.config("connectionString", url)))
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  /** Records that no plugin ever saw. */
  private void existing(int count) {
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource orders =
          db.createResource(
              "orders",
              r -> r.attribute("total", "number|optional").attribute("note", "string|optional"));
      orders.insertMany(
          IntStream.range(0, count)
              .mapToObj(i -> Document.of("id", "r" + i, "total", i, "note", "n" + i % 3))
              .toList());
    }
  }

  private static Map<String, Document> records(Resource resource) {
    Map<String, Document> all = new TreeMap<>();
    resource
        .list(ListOptions.all())
        .forEach(each -> all.put("{\"id\":\"" + each.id() + "\"}", each));
    return all;
  }

  @Test
  void existingRecordsAreCopiedAndTheProgressSaysSo() throws Exception {
    existing(1050);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    List<ReplicationEvent> told = new CopyOnWriteArrayList<>();
    plugin.on("sync_changed", told::add);
    try (S3db db = open(plugin)) {
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEmpty();
      Sync sync = plugin.sync("fake");
      assertThat(sync.await(SOON)).as("%s", sync).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(1050).isEqualTo(records(db.resource("orders")));
      assertThat(sync.state()).isEqualTo(SyncState.FINISHED);
      assertThat(sync.progress().done()).isEqualTo(1050);
      assertThat(sync.progress().copied()).isEqualTo(1050);
      assertThat(plugin.status("fake").syncs())
          .singleElement()
          .satisfies(status -> assertThat(status.id()).isEqualTo(sync.id()))
          .satisfies(status -> assertThat(status.endedAt()).isPresent());
      assertThat(plugin.runningSync("fake")).isEmpty();
      await().until(() -> told.size() == 2);
    }
  }

  @Test
  void aCopyIsToldAsAnInsertUnderAnIdThatARepetitionHasToo() throws Exception {
    existing(3);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders").config("events", true));
    try (S3db _ = open(plugin)) {
      assertThat(plugin.sync("fake").await(SOON)).isTrue();
      assertThat(warehouse.told())
          .hasSize(3)
          .allSatisfy(each -> assertThat(each.operation()).isEqualTo(Operation.INSERT))
          .allSatisfy(each -> assertThat(each.id().event().isSnapshot()).isTrue())
          .allSatisfy(
              each ->
                  assertThat(each.version().millis()).isEqualTo(each.changedAt().toEpochMilli()));
      assertThat(warehouse.told()).extracting(Delivery::id).doesNotHaveDuplicates();
    }
  }

  @Test
  void copiesPassTransformsAndActions() throws Exception {
    existing(10);
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                        "orders",
                        m ->
                            m.to("facts")
                                .actions(Operation.INSERT)
                                .transform(
                                    order ->
                                        order.number("total") < 5
                                            ? null
                                            : Document.of(
                                                "id", order.id(), "n", order.number("total"))))
                    .resource("orders", m -> m.to("changes").actions(Operation.UPDATE)));
    try (S3db _ = open(plugin)) {
      assertThat(plugin.sync("fake").await(SOON)).isTrue();
      assertThat(warehouse.rows("facts")).hasSize(5);
      assertThat(warehouse.rows("changes")).as("this route takes no inserts").isEmpty();
      assertThat(warehouse.rows("facts").get("{\"id\":\"r7\"}"))
          .isEqualTo(Document.of("id", "r7", "n", 7.0));
    }
  }

  @Test
  void otherDestinationsAreNotTold() throws Exception {
    existing(20);
    FakeWarehouse other = FakeWarehouse.named(url + "-other");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator("fake", r -> r.resources("orders").config("connectionString", url))
            .replicator(
                "fake",
                r -> r.id("other").resources("orders").config("connectionString", url + "-other"))
            .build();
    try (S3db _ = open(plugin)) {
      assertThat(plugin.sync("fake").await(SOON)).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(20);
      assertThat(other.told()).isEmpty();
      assertThat(plugin.status("other").syncs()).isEmpty();
    }
  }

  @Test
  void aChoiceOfRecordsIsCopied() throws Exception {
    existing(30);
    Instant later = Instant.now().plusSeconds(600);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db _ = open(plugin)) {
      Sync none = plugin.sync("fake", SyncOptions.builder().changedSince(later).build());
      assertThat(none.await(SOON)).isTrue();
      assertThat(none.progress().filtered()).isEqualTo(30);
      assertThat(
              plugin
                  .sync("fake", SyncOptions.builder().changedBefore(Instant.EPOCH).build())
                  .await(SOON))
          .isTrue();
      assertThat(warehouse.rows("orders")).isEmpty();
      SyncOptions some =
          SyncOptions.builder()
              .resources("orders")
              .where("note", "n1")
              .filter(order -> order.number("total") >= 15)
              .changedBefore(later)
              .build();
      assertThat(plugin.sync("fake", some).await(SOON)).isTrue();
      assertThat(warehouse.rows("orders").keySet())
          .containsExactlyInAnyOrder(
              "{\"id\":\"r16\"}",
              "{\"id\":\"r19\"}",
              "{\"id\":\"r22\"}",
              "{\"id\":\"r25\"}",
              "{\"id\":\"r28\"}");
    }
  }

  @Test
  void theRateLimitHoldsASyncBack() throws Exception {
    existing(30);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db _ = open(plugin)) {
      long from = System.nanoTime();
      assertThat(plugin.sync("fake", SyncOptions.builder().rateLimit(10).build()).await(SOON))
          .isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(1500));
    }
  }

  @Test
  void badQuestionsGetOneClearSentence() throws Exception {
    existing(1);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db _ = open(plugin)) {
      assertThatThrownBy(() -> plugin.sync("fakes"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there is no replicator 'fakes': did you mean 'fake'?");
      assertThatThrownBy(
              () -> plugin.sync("fake", SyncOptions.builder().resources("ordres").build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'ordres' cannot be copied to 'fake': it is not routed there; did you mean"
                  + " 'orders'?");
      plugin.disable("fake");
      assertThatThrownBy(() -> plugin.sync("fake"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("'fake' is disabled: enable it, then sync it.");
    }
    assertThatThrownBy(() -> plugin.sync("fake")).hasMessageContaining("not running");
    assertThatThrownBy(() -> SyncOptions.builder().rateLimit(-1))
        .hasMessageContaining("rateLimit -1");
    assertThatThrownBy(
            () ->
                SyncOptions.builder()
                    .changedSince(Instant.MAX)
                    .changedBefore(Instant.EPOCH)
                    .build())
        .hasMessageContaining("copies none");
  }

  @Test
  void onlyOneAtATimeAndADestinationThatIsDownKeepsTheProgress() throws Exception {
    existing(2000);
    warehouse.down(true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders").maxRetries(0));
    try (S3db _ = open(plugin)) {
      Sync sync = plugin.sync("fake");
      await().until(() -> sync.state() == SyncState.WAITING);
      assertThat(sync.status().reason())
          .startsWith("'fake' is retrying: ")
          .contains("connection refused")
          .endsWith("by itself, once it takes records again.");
      assertThat(sync.progress().done()).as("at most a window ahead").isLessThanOrEqualTo(600);
      assertThatThrownBy(() -> plugin.sync("fake"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a sync of 'fake' is under way already")
          .hasMessageContaining("wait until it has ended, or cancel it");
      assertThat(plugin.runningSync("fake")).isPresent();
      warehouse.down(false);
      assertThat(sync.await(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(2000);
    }
  }

  @Test
  void aSyncThatWasUnderWayGoesOnInTheNextProcess() throws Exception {
    existing(1500);
    warehouse.down(true);
    ReplicatorPlugin first = plugin(r -> r.resources("orders").maxRetries(0));
    String id;
    try (S3db _ = open(first)) {
      Sync sync = first.sync("fake");
      id = sync.id();
      await().until(() -> sync.progress().done() > 0);
    }
    warehouse.down(false);
    ReplicatorPlugin second = plugin(r -> r.resources("orders"));
    try (S3db _ = open(second)) {
      await()
          .atMost(SOON)
          .until(() -> second.status("fake").syncs().getFirst().state() == SyncState.FINISHED);
      assertThat(second.status("fake").syncs().getFirst().id()).isEqualTo(id);
      assertThat(warehouse.rows("orders")).hasSize(1500);
      Set<String> names = new HashSet<>();
      warehouse.told().forEach(each -> names.add(each.id().toString()));
      assertThat(names).as("repetitions have the same ids").hasSize(1500);
    }
  }

  @Test
  void aFilterOfTheProgramIsAskedForAgain() throws Exception {
    existing(1500);
    warehouse.down(true);
    SyncOptions odd = SyncOptions.builder().filter(each -> each.integer("total") % 2 == 1).build();
    ReplicatorPlugin first = plugin(r -> r.resources("orders").maxRetries(0));
    String id;
    try (S3db _ = open(first)) {
      Sync sync = first.sync("fake", odd);
      id = sync.id();
      await().until(() -> sync.progress().done() > 0);
    }
    warehouse.down(false);
    ReplicatorPlugin second = plugin(r -> r.resources("orders"));
    try (S3db _ = open(second)) {
      SyncStatus status = second.status("fake").syncs().getFirst();
      assertThat(status.state()).isEqualTo(SyncState.HALTED);
      assertThat(status.reason()).contains("its filter with it. Start it again");
      Sync sync = second.sync("fake", odd);
      assertThat(sync.id()).isEqualTo(id);
      assertThat(sync.await(SOON)).isTrue();
      assertThat(sync.progress().done()).isEqualTo(1500);
      assertThat(warehouse.rows("orders")).hasSize(750);
    }
  }

  @Test
  void aFilterThatThrowsHaltsTheSyncWhereItIs() throws Exception {
    existing(1000);
    AtomicBoolean mended = new AtomicBoolean();
    SyncOptions options =
        SyncOptions.builder()
            .filter(each -> mended.get() || !each.id().equals("r998") || each.bool("absent"))
            .build();
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db _ = open(plugin)) {
      Sync sync = plugin.sync("fake", options);
      assertThat(sync.await(SOON)).isFalse();
      assertThat(sync.state()).isEqualTo(SyncState.HALTED);
      assertThat(sync.status().reason())
          .startsWith("Its filter threw at the record 'r998': ")
          .contains("'absent'")
          .endsWith("start the sync again with the same options: it goes on where it was.");
      long done = sync.progress().done();
      assertThat(done).isPositive();
      mended.set(true);
      Sync again = plugin.sync("fake", options);
      assertThat(again.id()).isEqualTo(sync.id());
      assertThat(again.await(SOON)).isTrue();
      assertThat(again.progress().done()).isEqualTo(1000);
      assertThat(warehouse.rows("orders")).hasSize(1000);
    }
  }

  @Test
  void aCancelledSyncStaysWhereItIs() throws Exception {
    existing(1000);
    warehouse.down(true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders").maxRetries(0));
    try (S3db _ = open(plugin)) {
      Sync sync = plugin.sync("fake");
      await().until(() -> sync.progress().done() > 0);
      sync.cancel();
      assertThat(sync.state()).isEqualTo(SyncState.CANCELLED);
      assertThat(sync.await(Duration.ZERO)).isFalse();
      warehouse.down(false);
      Sync afresh = plugin.sync("fake");
      assertThat(afresh.id()).isNotEqualTo(sync.id());
      assertThat(afresh.await(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(1000);
    }
  }

  @Test
  void aNewDestinationIsCopiedFirstIfItIsToldToAndOnlyOnce() throws Exception {
    existing(500);
    for (int life = 0; life < 2; life++) {
      ReplicatorPlugin plugin = plugin(r -> r.resources("orders").initialSync(true));
      try (S3db _ = open(plugin)) {
        await()
            .atMost(SOON)
            .until(() -> plugin.status("fake").syncs().getFirst().state() == SyncState.FINISHED);
        assertThat(warehouse.rows("orders")).hasSize(500);
        assertThat(plugin.status("fake").syncs()).hasSize(1);
        assertThat(warehouse.told()).hasSize(500);
      }
    }
  }

  @Test
  void aSyncBringsADestinationBackThatMissedChanges() throws Exception {
    existing(50);
    ReplicatorPlugin first = plugin(r -> r.resources("orders"));
    try (S3db _ = open(first)) {
      assertThat(first.sync("fake").await(SOON)).isTrue();
    }
    ReplicatorPlugin second =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("another"))
            .replicator("fake", r -> r.resources("orders").config("connectionString", url))
            .build();
    try (S3db db = open(second)) {
      assertThat(second.status("fake").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      assertThat(second.status("fake").reason())
          .contains("A sync enables it and copies its records");
      Resource orders = db.resource("orders");
      orders.update("r1", Document.of("total", 1000));
      assertThatThrownBy(
              () -> second.sync("fake", SyncOptions.builder().where("note", "n1").build()))
          .hasMessage(
              "'fake' missed changes, so all its records must be copied: sync it without a choice"
                  + " of records.");
      Sync sync = second.sync("fake");
      assertThat(sync.await(SOON)).isTrue();
      assertThat(sync.status().reason()).contains("verification with repair");
      assertThat(second.status("fake").state()).isEqualTo(ReplicatorState.RUNNING);
      orders.update("r2", Document.of("total", 2000));
      assertThat(second.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEqualTo(records(orders));
    }
  }

  /** The journal refuses writes for the moment until its keeper has looked. */
  private static void insertIfThereIsRoom(Resource orders, Document order) {
    try {
      orders.insert(order);
    } catch (JournalException e) {
      assertThat(e.code()).isEqualTo("JOURNAL_FULL");
    }
  }

  @Test
  void aSyncUnderWayEndsWhenItsDestinationMissesChanges() throws Exception {
    existing(2000);
    warehouse.down(true);
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("journal"))
            .journalMaxSize(1 << 20)
            .closeTimeout(Duration.ofMillis(200))
            .replicator(
                "fake", r -> r.resources("orders").maxRetries(0).config("connectionString", url))
            .build();
    try (S3db db = open(plugin)) {
      Sync sync = plugin.sync("fake");
      await().until(() -> sync.progress().done() > 0);
      Resource orders = db.resource("orders");
      String text = "x".repeat(20_000);
      for (int i = 0; plugin.status("fake").state() != ReplicatorState.NEEDS_SYNC; i++) {
        insertIfThereIsRoom(orders, Document.of("id", "live" + i, "note", text));
      }
      assertThat(sync.await(SOON)).isFalse();
      assertThat(sync.state()).isEqualTo(SyncState.FAILED);
      assertThat(sync.status().reason())
          .isEqualTo(
              "'fake' missed changes while it was being copied: start a sync of all its records"
                  + " afresh.");
      warehouse.down(false);
      Sync again = plugin.sync("fake");
      assertThat(again.await(SOON)).as("%s; %s", again.status(), plugin.status()).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEqualTo(records(orders));
    }
  }
}
