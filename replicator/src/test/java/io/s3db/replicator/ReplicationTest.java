package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.plugin.Plugin;
import io.s3db.replicator.ReplicationEvent.DeadLettered;
import io.s3db.replicator.ReplicationEvent.Detached;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.delivery.RedriveResult;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database, the plugin, and destinations in memory: what users see, from end to end. */
final class ReplicationTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir Path folder;

  private final String url = "user:hush@host-" + COUNTER.incrementAndGet();
  private final FakeWarehouse warehouse = FakeWarehouse.named(url);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  @Test
  void everyOperationArrives() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "inserted", "total", 1));
      orders.insert(Document.of("id", "updated", "total", 1, "note", "x"));
      orders.update("updated", Document.of("total", 2));
      orders.insert(Document.of("id", "patched", "total", 1, "note", "x"));
      orders.patch("patched", Document.of("total", 3));
      orders.insert(Document.of("id", "replaced", "total", 1, "note", "x"));
      orders.replace("replaced", Document.of("total", 4));
      orders.upsert(Document.of("id", "upserted", "total", 1));
      orders.upsert(Document.of("id", "upserted", "total", 5));
      orders.insert(Document.of("id", "deleted", "total", 1));
      orders.delete("deleted");
      orders.insertMany(
          IntStream.range(0, 30).mapToObj(i -> Document.of("id", "m" + i, "total", i)).toList());
      orders.deleteMany(List.of("m0", "m1"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(5 + 28).isEqualTo(rows(orders));
      assertThat(row("updated").number("total")).isEqualTo(2);
      assertThat(row("replaced").has("note")).isFalse();
    }
  }

  @Test
  void deletingEverythingArrives() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders =
          db.createResource("orders", r -> r.attribute("total", "number|optional").paranoid(false));
      orders.insertMany(
          IntStream.range(0, 20).mapToObj(i -> Document.of("id", "m" + i, "total", i)).toList());
      assertThat(orders.deleteAll()).isEqualTo(20);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEmpty();
    }
  }

  @Test
  void worksWhateverComesFirst() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource before = orders(db);
      db.use(plugin);
      before.insert(Document.of("id", "a", "total", 1));
      db.createResource("carts", r -> r.attribute("total", "number|optional"));
      db.resource("orders").insert(Document.of("id", "b", "total", 2));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(2);
      assertThat(db.plugins()).extracting(Plugin::name).containsExactly("ReplicatorPlugin");
    }
  }

  @Test
  void whatIsNotConfiguredNeverLeaves() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource secrets = db.createResource("secrets", r -> r.attribute("pin", "string"));
      secrets.insert(Document.of("pin", "1234"));
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.told()).extracting(Delivery::resource).containsExactly("orders");
    }
  }

  @Test
  void aRouteThatMustPauseIsToldOnceAndShownAsSuch() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders", "carts"));
    List<ReplicationEvent> errors = new CopyOnWriteArrayList<>();
    plugin.on("replicator_error", errors::add);
    try (S3db db = open(plugin)) {
      warehouse.missing("orders");
      Resource carts = db.createResource("carts", r -> r.attribute("total", "number|optional"));
      Resource orders = orders(db);
      for (int i = 0; i < 20; i++) {
        orders.insert(Document.of("id", "o" + i, "total", i));
        carts.insert(Document.of("id", "c" + i, "total", i));
      }
      await().until(() -> warehouse.rows("carts").size() == 20);
      await()
          .untilAsserted(
              () -> {
                ReplicatorStatus status = plugin.status("fake");
                assertThat(status.state()).isEqualTo(ReplicatorState.RUNNING);
                assertThat(status.reason())
                    .isEqualTo(
                        "orders#0 is denied: There is no table orders. Changes wait for it; it is"
                            + " tried again every 30 s.");
                assertThat(status.toString())
                    .startsWith("fake -> fake://host-")
                    .contains(
                        ": running, behind by ",
                        "\n  orders#0 is denied: There is no table orders.")
                    .doesNotContain("hush");
              });
      await().until(() -> !errors.isEmpty());
      assertThat(errors)
          .singleElement()
          .isInstanceOfSatisfying(
              ReplicationEvent.ReplicationFailed.class,
              failed -> {
                assertThat(failed.error()).isEqualTo("There is no table orders.");
                assertThat(failed.resourceName()).isEqualTo("orders");
                assertThat(failed.willRetry()).isTrue();
              });
      warehouse.missing("");
    }
  }

  @Test
  void oneRecordGoesToManyPlacesEachInItsOwnShape() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource("orders", "order_backup")
                    .resource(
                        "orders",
                        m ->
                            m.to("order_facts")
                                .key("order_id")
                                .actions(Operation.INSERT, Operation.UPDATE)
                                .transform(
                                    order ->
                                        order.number("total") < 1000
                                            ? null
                                            : Document.of(
                                                "order_id",
                                                order.id(),
                                                "amount",
                                                order.number("total")))));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "low", "total", 10));
      orders.insert(Document.of("id", "high", "total", 2499));
      orders.insert(Document.of("id", "gone", "total", 5000));
      orders.delete("gone");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("order_backup")).hasSize(2);
      assertThat(warehouse.rows("order_facts").values())
          .containsExactlyInAnyOrder(
              Document.of("order_id", "high", "amount", 2499.0),
              Document.of("order_id", "gone", "amount", 5000.0));
      await()
          .untilAsserted(
              () ->
                  assertThat(plugin.status("fake").counters())
                      .containsEntry("skipped", 1L)
                      .containsEntry("notListed", 1L));
    }
  }

  @Test
  void aRestartGoesOnWhereItWas() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin first = plugin(r -> r.resources("orders"), onDisk());
    try (S3db db = open(first)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "a", "total", 1));
      orders.insert(Document.of("id", "b", "total", 2));
      orders.update("a", Document.of("total", 3));
      orders.delete("b");
    }
    assertThat(warehouse.rows("orders")).isEmpty();
    warehouse.down(false);
    ReplicatorPlugin second = plugin(r -> r.resources("orders"), onDisk());
    try (S3db db = open(second)) {
      assertThat(second.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEqualTo(rows(db.resource("orders"))).hasSize(1);
    }
  }

  @Test
  void aDestinationThatIsDownKeepsNobodyWaiting() throws Exception {
    warehouse.down(true);
    String other = url + "-backup";
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .closeTimeout(Duration.ofMillis(200))
            .replicator("fake", r -> r.resources("orders").config("connectionString", url))
            .replicator(
                "fake", r -> r.id("backup").resources("orders").config("connectionString", other))
            .build();
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(plugin.awaitReplicated("backup", SOON)).isTrue();
      assertThat(FakeWarehouse.named(other).rows("orders")).hasSize(1);
      assertThat(plugin.awaitReplicated("fake", Duration.ofMillis(50))).isFalse();
      await().until(() -> plugin.status("fake").state() == ReplicatorState.RETRYING);
      assertThat(plugin.status("fake").reason()).contains("connection refused");
      assertThat(plugin.status("fake").lag().events()).isEqualTo(1);
      assertThat(plugin.status("backup").state()).isEqualTo(ReplicatorState.RUNNING);
      warehouse.down(false);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(1);
    }
  }

  @Test
  void aTransformThatThrowsFailsItsRecordOnly() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    "orders", m -> m.transform(order -> order.with("letter", order.text("note")))));
    List<DeadLettered> dead = new CopyOnWriteArrayList<>();
    List<ReplicationEvent> errors = new CopyOnWriteArrayList<>();
    plugin.on(DeadLettered.class, dead::add);
    plugin.on("replicator_error", errors::add);
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "bad", "total", 1));
      orders.insert(Document.of("id", "good", "total", 1, "note", "x"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(1);
      await().until(() -> dead.size() == 1 && errors.size() == 1);
      assertThat(dead.getFirst().recordId()).isEqualTo("bad");
      assertThat(dead.getFirst().error()).contains("note");
      assertThat(plugin.deadLetters("fake", 10))
          .singleElement()
          .satisfies(letter -> assertThat(letter.code()).isEqualTo("TRANSFORM"));
    }
  }

  @Test
  void aDeadLetterIsSentAgainWhenItIsTold() throws Exception {
    warehouse.refuse(delivery -> delivery.recordId().equals("bad"));
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"), ReplicationTest::logged);
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "bad", "total", 1));
      orders.insert(Document.of("id", "good", "total", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      List<DeadLetter> letters = plugin.deadLetters("fake", 10);
      assertThat(letters).hasSize(1);
      assertThat(letters.getFirst().event().after())
          .isEqualTo(Document.of("id", "bad", "total", 1));
      assertThat(plugin.status("fake").deadLetters()).isEqualTo(1);
      Resource log = db.resource("replicator_log");
      await().until(() -> log.query(Map.of("where", Map.of("status", "error"))).size() == 1);
      Document line = log.query(Map.of("where", Map.of("status", "error"))).getFirst();
      assertThat(line.text("replicator")).isEqualTo("fake");
      assertThat(line.text("resourceName")).isEqualTo("orders");
      assertThat(line.text("recordId")).isEqualTo("bad");
      assertThat(line.text("operation")).isEqualTo("insert");
      assertThat(line.text("error")).contains("check violated");
      assertThat(line.number("timestamp"))
          .isBetween(System.currentTimeMillis() - 60_000.0, System.currentTimeMillis() + 1.0);
      assertThat(line.text("createdAt")).matches("\\d{4}-.*Z");
      assertThat(line.document("event").document("after"))
          .isEqualTo(Document.of("id", "bad", "total", 1));

      warehouse.refuse(_ -> false);
      assertThat(plugin.redrive("fake", List.of(), SOON))
          .extracting(RedriveResult::outcome)
          .containsExactly(RedriveResult.Outcome.REDRIVEN);
      assertThat(warehouse.rows("orders")).hasSize(2);
      assertThat(plugin.deadLetters("fake", 10)).isEmpty();
      await().until(() -> log.query(Map.of("status", "redriven")).size() == 1);
      assertThat(log.count()).isEqualTo(1);
    }
  }

  @Test
  void anOutageIsOneLineOfTheLogUntilItIsOver() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin =
        plugin(r -> r.resources("orders").maxRetries(0), ReplicationTest::logged);
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      Resource log = db.resource("replicator_log");
      await().until(() -> log.query(Map.of("status", "error")).size() == 1);
      warehouse.down(false);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      await().until(() -> log.query(Map.of("status", "redriven")).size() == 1);
      assertThat(log.count()).isEqualTo(1);
    }
  }

  @Test
  void successesAreLoggedIfTheyAreWanted() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r -> r.resources("orders"),
            b -> b.persistReplicatorLog(true).logSuccesses(true).replicatorLogResource("logs"));
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      Resource log = db.resource("logs");
      await().until(() -> log.count() == 1);
      assertThat(log.query(Map.of("status", "success"))).hasSize(1);
    }
  }

  @Test
  void withoutTheOptionTheLogSaysWhichOptionItNeeds() {
    try (S3db db = open(plugin(r -> r.resources("orders")))) {
      assertThatThrownBy(() -> db.resource("replicator_log"))
          .hasMessageContaining("persistReplicatorLog");
      assertThatThrownBy(() -> db.resource("nothing")).hasMessageNotContaining("persist");
    }
  }

  @Test
  void eventsCanBeCountedPerDestination() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    plugin.on(
        Replicated.class,
        e -> counts.computeIfAbsent(e.replicator(), _ -> new AtomicInteger()).incrementAndGet());
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      for (int i = 0; i < 10; i++) {
        orders.insert(Document.of("id", "r" + i, "total", i));
      }
      await().until(() -> counts.containsKey("fake") && counts.get("fake").get() == 10);
    }
  }

  @Test
  void aPausedDestinationGoesOnAfterwards() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      plugin.pause("fake");
      assertThat(plugin.status("fake").state()).isEqualTo(ReplicatorState.PAUSED);
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(plugin.awaitReplicated(Duration.ofMillis(50))).isFalse();
      plugin.resume("fake");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(1);
    }
  }

  @Test
  void disabledMeansNothingAtAll() throws Exception {
    ReplicatorPlugin plugin = ReplicatorPlugin.of(Map.of("enabled", false));
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(plugin.status()).isEmpty();
      assertThat(plugin.awaitReplicated(Duration.ZERO)).isTrue();
      assertThat(plugin.statistics().journalBytes()).isZero();
    }
    assertThat(warehouse.told()).isEmpty();
  }

  /** They lie in the journal as cipher text, and reach no destination. */
  @Test
  void secretsStayHome() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("vault"), onDisk());
    try (S3db db = S3db.builder().store(store).passphrase("not for you").plugin(plugin).connect()) {
      Resource vault =
          db.createResource(
              "vault",
              r ->
                  r.attribute("label", "string")
                      .attribute("token", "secret|optional")
                      .attribute("auth", Map.of("key", "secret|optional")));
      Map<String, String> auth = Map.of("key", "key-plain-1");
      vault.insert(Document.of("id", "a", "label", "x", "token", "plain-1", "auth", auth));
      vault.update("a", Document.of("token", "plain-2", "label", "y"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(vault.get("a").text("token")).isEqualTo("plain-2");
      assertThat(warehouse.rows("vault").toString())
          .contains("label")
          .doesNotContain("token", "key=", "\"key\"");
    }
    int files = 0;
    try (var tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("plain-1", "plain-2");
        files += content.contains("\"token\"") ? 1 : 0;
      }
    }
    assertThat(files).isPositive();
  }

  @Test
  void anotherDestinationUnderTheSameIdIsRefused() {
    open(plugin(r -> r.resources("orders"), onDisk())).close();
    ReplicatorPlugin moved =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .replicator(
                "fake", r -> r.resources("orders").config("connectionString", "user:hush@other"))
            .build();
    assertThatThrownBy(() -> open(moved))
        .hasMessageContaining("'fake'")
        .hasMessageContaining("fake://other")
        .hasMessageContaining("an id of its own")
        .hasMessageNotContaining("hush");
  }

  @Test
  void aNewDestinationBeginsNowAndARemovedOneHoldsNothing() throws Exception {
    ReplicatorPlugin first = plugin(r -> r.resources("orders"), onDisk());
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    FakeWarehouse late = FakeWarehouse.named(url + "-late");
    ReplicatorPlugin second =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .replicator(
                "fake",
                r -> r.id("late").resources("orders").config("connectionString", url + "-late"))
            .build();
    try (S3db db = open(second)) {
      db.resource("orders").insert(Document.of("id", "b", "total", 1));
      assertThat(second.awaitReplicated(SOON)).isTrue();
      assertThat(second.status()).extracting(ReplicatorStatus::id).containsExactly("late");
    }
    assertThat(late.rows("orders").keySet()).containsExactly("{\"id\":\"b\"}");
    assertThat(warehouse.rows("orders").keySet()).containsExactly("{\"id\":\"a\"}");
  }

  @Test
  void theBacklogOfARemovedDestinationHoldsNoSegments() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin first =
        plugin(r -> r.resources("orders"), onDisk().andThen(b -> b.journalMaxSize(4 << 20)));
    try (S3db db = open(first)) {
      Resource orders = orders(db);
      for (int i = 0; i < 16; i++) {
        orders.insert(Document.of("id", "r" + i, "note", "x".repeat(100_000)));
      }
      assertThat(first.statistics().journalBytes()).isGreaterThan(1_500_000);
    }
    ReplicatorPlugin second =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .journalMaxSize(4 << 20)
            .replicator(
                "fake",
                r -> r.id("late").resources("orders").config("connectionString", url + "-late"))
            .build();
    try (S3db _ = open(second)) {
      await().until(() -> second.statistics().journalBytes() < 600_000);
    }
  }

  @Test
  void aLostFolderStopsDestinationsVisiblyUntilTheyAreEnabled() throws Exception {
    ReplicatorPlugin first = plugin(r -> r.resources("orders"), onDisk());
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    Path empty = folder.resolve("elsewhere");
    ReplicatorPlugin second =
        plugin(r -> r.resources("orders"), onDisk().andThen(b -> b.journalPath(empty)));
    try (S3db db = open(second)) {
      ReplicatorStatus status = second.status("fake");
      assertThat(status.state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      assertThat(status.reason())
          .contains("missed changes")
          .contains("A sync enables it and copies its records");
      db.resource("orders").insert(Document.of("id", "b", "total", 1));
      assertThat(second.awaitReplicated(Duration.ofMillis(50))).isFalse();
    }
    ReplicatorPlugin third =
        plugin(r -> r.resources("orders"), onDisk().andThen(b -> b.journalPath(empty)));
    try (S3db db = open(third)) {
      assertThat(third.status("fake").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      third.enable("fake");
      db.resource("orders").update("b", Document.of("total", 2));
      assertThat(third.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEqualTo(rows(db.resource("orders")));
    }
  }

  @Test
  void aLostStateFileStopsDestinationsVisibly() throws Exception {
    ReplicatorPlugin first = plugin(r -> r.resources("orders"), onDisk());
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", "a", "total", 1));
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    for (String name : List.of("state.db", "state.db-wal", "state.db-shm")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    ReplicatorPlugin second = plugin(r -> r.resources("orders"), onDisk());
    try (S3db _ = open(second)) {
      assertThat(second.status("fake").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      assertThat(second.status("fake").reason()).contains("state file was missing");
    }
  }

  @Test
  void destinationsOfEventsHearEveryChangeInOrder() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders").config("events", true));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "a", "total", 1));
      orders.update("a", Document.of("total", 2));
      orders.delete("a");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.told())
          .extracting(Delivery::operation)
          .containsExactly(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
      assertThat(warehouse.told().get(1).before()).isEqualTo(Document.of("id", "a", "total", 1));
      assertThat(warehouse.told().get(2).data()).isEqualTo(Document.of("id", "a", "total", 2));
    }
  }

  @Test
  void aChangedKeyMovesTheRow() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    "orders",
                    m ->
                        m.key("note")
                            .transform(
                                order ->
                                    Document.of(
                                        "note", order.text("note"), "total", order.get("total")))));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "a", "total", 1, "note", "x"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      orders.update("a", Document.of("note", "y"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders").keySet()).containsExactly("{\"note\":\"y\"}");
      orders.delete("a");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).isEmpty();
    }
  }

  @Test
  void secretsPrintNowhere() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db _ = open(plugin)) {
      assertThat(plugin.toString()).contains("fake://host").doesNotContain("hush");
      assertThat(plugin.status().toString()).contains("fake://host").doesNotContain("hush");
    }
  }

  @Test
  void aDestinationThatFillsTheJournalIsDetachedAndItsLossCounted() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin =
        plugin(r -> r.resources("orders"), b -> b.journalMaxSize(1 << 20).verbose(true));
    List<Detached> detached = new CopyOnWriteArrayList<>();
    plugin.on(Detached.class, detached::add);
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      String long100k = "x".repeat(100_000);
      for (int i = 0; i < 11; i++) {
        orders.insert(Document.of("id", "r" + i, "note", long100k));
      }
      await().until(() -> detached.size() == 1);
      assertThat(plugin.status("fake").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      assertThat(detached.getFirst().changes()).isPositive();
      assertThat(plugin.status("fake").counters())
          .containsEntry("lost", detached.getFirst().changes());
      await().until(() -> plugin.statistics().journalBytes() < 10_000);
      warehouse.down(false);
      plugin.enable("fake");
      orders.insert(Document.of("id", "after", "total", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders").keySet()).containsExactly("{\"id\":\"after\"}");
    }
  }

  @Test
  void withBlockAFullJournalRefusesWritesBeforeTheStoreIsAsked() {
    warehouse.down(true);
    ReplicatorPlugin plugin =
        plugin(
            r -> r.resources("orders"),
            b -> b.journalMaxSize(1 << 20).whenJournalFull(WhenFull.BLOCK));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      String long100k = "x".repeat(100_000);
      for (int i = 0; i < 10; i++) {
        orders.insert(Document.of("id", "r" + i, "note", long100k));
      }
      assertThatThrownBy(() -> orders.insert(Document.of("id", "last", "note", long100k)))
          .isInstanceOf(S3dbException.class)
          .hasMessageContaining("journal");
      assertThat(orders.exists("last")).isFalse();
      assertThat(plugin.status("fake").lag().events()).isEqualTo(10);
    }
  }

  @Test
  void anUnknownDestinationNamesTheNearest() {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    assertThatThrownBy(() -> plugin.status("fake")).hasMessageContaining("not running");
    try (S3db _ = open(plugin)) {
      assertThatThrownBy(() -> plugin.status("fade")).hasMessageContaining("'fake'");
    }
  }

  @Test
  void afterTheEndNobodyKnowsWhetherEverythingArrived() {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    assertThatThrownBy(() -> plugin.awaitReplicated(SOON)).hasMessageContaining("not running");
    open(plugin).close();
    assertThatThrownBy(() -> plugin.awaitReplicated(SOON)).hasMessageContaining("not running");
  }

  @Test
  void aMistypedResourceIsNamedOnceOneIsWrittenThatGoesNowhere() {
    ReplicatorPlugin plugin = plugin(r -> r.resources("ordrs", "carts"));
    List<ReplicationEvent> told = new CopyOnWriteArrayList<>();
    plugin.on("warned", told::add);
    try (S3db db = open(plugin)) {
      Resource others = db.createResource("other", r -> r.attribute("n", "number"));
      others.insert(Document.of("n", 1));
      Resource orders = orders(db);
      orders.insert(Document.of("id", "a", "total", 1));
      orders.insert(Document.of("id", "b", "total", 1));
      await().until(() -> !told.isEmpty());
    }
    assertThat(told)
        .singleElement()
        .asString()
        .contains("RESOURCE_UNKNOWN", "'fake' lists the resource 'ordrs'", "'orders' is written");
  }

  @Test
  void onePluginServesOneDatabase() {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    open(plugin).close();
    assertThatThrownBy(() -> open(plugin)).hasMessageContaining("one for each database");
  }

  private ReplicatorPlugin plugin(UnaryOperator<Replicator.Builder> replicator) {
    return plugin(replicator, _ -> {});
  }

  private ReplicatorPlugin plugin(
      UnaryOperator<Replicator.Builder> replicator, Consumer<ReplicatorPlugin.Builder> more) {
    ReplicatorPlugin.Builder builder =
        ReplicatorPlugin.builder()
            .closeTimeout(Duration.ofSeconds(1))
            .replicator(
                replicator
                    .apply(Replicator.builder("fake").config("connectionString", url))
                    .build());
    more.accept(builder);
    return builder.build();
  }

  private Consumer<ReplicatorPlugin.Builder> onDisk() {
    return builder -> builder.journalPath(folder).closeTimeout(Duration.ofMillis(300));
  }

  private static void logged(ReplicatorPlugin.Builder builder) {
    builder.persistReplicatorLog(true);
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private static Resource orders(S3db db) {
    return db.createResource(
        "orders",
        r -> r.attribute("total", "number|optional").attribute("note", "string|optional"));
  }

  private Document row(String id) {
    return warehouse.rows("orders").get("{\"id\":\"" + id + "\"}");
  }

  private static Map<String, Document> rows(Resource resource) {
    try (var stream = resource.stream()) {
      return stream.collect(
          Collectors.toMap(
              d -> Document.of("id", d.id()).toJson(), d -> d, (a, _) -> a, TreeMap::new));
    }
  }
}
