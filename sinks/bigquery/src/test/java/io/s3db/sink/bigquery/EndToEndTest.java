package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.bigquery.FakeFaults.AppendFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver under the plugin, configured as the documentation shows. */
class EndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Warehouse warehouse = Warehouse.start();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Test
  void mirrorsEveryChange() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db shop = shop("memory://bigquery-mirror", plugin)) {
      Resource orders =
          shop.createResource(
              "orders",
              r ->
                  r.attribute("total", "number").attribute("items", "array|items:object|optional"));
      orders.insert(
          Document.of(
              "id", "o-1", "total", 299.99, "items", List.of(Map.of("sku", "A", "qty", 2))));
      orders.insert(Document.of("id", "o-2", "total", 5));
      orders.update("o-1", Document.of("total", 300));
      orders.delete("o-2");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();

      assertThat(warehouse.rows("orders"))
          .containsExactly(
              Document.of(
                  "id", "o-1", "total", 300.0, "items", List.of(Map.of("sku", "A", "qty", 2L))));
    }
  }

  @Test
  void reshapesRenamesTheKeyAndLeavesOutWhatIsNull() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    "orders",
                    mapping ->
                        mapping
                            .to("payment_analytics")
                            .key("order_id")
                            .transform(
                                order ->
                                    order.number("total") < 10
                                        ? null
                                        : Document.of(
                                            "order_id",
                                            "PAY-" + order.id(),
                                            "amount_cents",
                                            Math.round(order.number("total") * 100)))));
    try (S3db shop = shop("memory://bigquery-transform", plugin)) {
      Resource orders = shop.createResource("orders", r -> r.attribute("total", "number"));
      orders.insert(Document.of("id", "1", "total", 12.34));
      orders.insert(Document.of("id", "2", "total", 1));
      orders.insert(Document.of("id", "3", "total", 30));
      orders.update("1", Document.of("total", 56.78));
      orders.delete("3");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();

      assertThat(warehouse.rows("payment_analytics"))
          .containsExactly(Document.of("order_id", "PAY-1", "amount_cents", 5678));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(plugin.status("warehouse").counters()).containsEntry("skipped", 1L));
    }
  }

  /**
   * BigQuery takes values for new columns only minutes later: the status says what it waits for.
   */
  @Test
  void tellsWhyARecordOfManyNewFieldsWaits() throws Exception {
    StorageError extra =
        StorageError.newBuilder()
            .setCode(StorageError.StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS)
            .build();
    Status lag =
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .addDetails(Any.pack(extra))
            .build();
    ReplicatorPlugin plugin =
        plugin(r -> r.resource("orders", m -> m.transform(EndToEndTest::widened)));
    try (S3db shop = shop("memory://bigquery-wide", plugin)) {
      Resource orders = shop.createResource("orders", r -> r.attribute("all", "json|optional"));
      orders.insert(Document.of("id", "1"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      warehouse.fake.faults().failAppends(10_000, new AppendFault(lag, false, true));
      orders.insert(Document.of("id", "wide"));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(plugin.status("warehouse").reason())
                      .contains("orders")
                      .contains("some minutes after"));
      warehouse.fake.faults().mend();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.types("orders")).containsKey("field1999");
    }
  }

  private static Document widened(Document order) {
    Document.Builder wide = order.toBuilder();
    for (int i = 0; i < 2000 && order.id().equals("wide"); i++) {
      wide.put("field" + i, i);
    }
    return wide.build();
  }

  @Test
  void keepsAHistoryBesideTheMirror() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("history"))
            .durability(Durability.PROCESS)
            .replicator(
                "bigquery",
                r ->
                    r.id("history")
                        .resource("orders", "order_history")
                        .config(warehouse.config("mode", "append")))
            .replicator(
                "bigquery",
                r ->
                    r.id("inserts")
                        .resource("orders", m -> m.to("order_facts").actions(Operation.INSERT))
                        .config(warehouse.config()))
            .build();
    try (S3db shop = shop("memory://bigquery-history", plugin)) {
      warehouse.createTable("order_facts", List.of(), "id STRING", "total FLOAT");
      Resource orders = shop.createResource("orders", r -> r.attribute("total", "number"));
      orders.insert(Document.of("id", "1", "total", 1));
      orders.update("1", Document.of("total", 2));
      orders.delete("1");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();

      assertThat(warehouse.rows("order_history"))
          .extracting(row -> row.get("_s3db_action") + " " + row.get("total"))
          .containsExactly("insert 1.0", "update 2.0", "delete 2.0");
      assertThat(warehouse.rows("order_facts"))
          .containsExactly(Document.of("id", "1", "total", 1.0));
    }
  }

  @Test
  void endsEqualToTheSourceAcrossOutagesWhoseOutcomeNobodyKnows() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders").batchSize(7));
    try (S3db shop = shop("memory://bigquery-outage", plugin)) {
      Resource orders = shop.createResource("orders", r -> r.attribute("total", "number"));
      for (int i = 0; i < 400; i++) {
        change(orders, random, "o-" + random.nextInt(40), i);
        if (i % 40 == 20) {
          warehouse.fake.faults().failAppends(1, lost(random));
        }
        if (i == 200) {
          long before = unavailable(plugin);
          warehouse.fake.faults().refuse();
          change(orders, random, "o-x", i);
          await().atMost(SOON).until(() -> unavailable(plugin) > before);
          warehouse.fake.faults().mend();
        }
      }
      assertThat(plugin.awaitReplicated(Duration.ofMinutes(1))).as("seed %d", seed).isTrue();

      assertThat(byId(warehouse.rows("orders")))
          .as("seed %d", seed)
          .isNotEmpty()
          .isEqualTo(byId(orders.list(1_000)));
    }
  }

  private static long unavailable(ReplicatorPlugin plugin) {
    return plugin.status("warehouse").counters().getOrDefault("failures.unavailable", 0L);
  }

  private static AppendFault lost(Random random) {
    Status status = Status.newBuilder().setCode(Code.UNAVAILABLE_VALUE).setMessage("lost").build();
    return new AppendFault(status, random.nextBoolean(), random.nextBoolean());
  }

  private static void change(Resource orders, Random random, String id, int total) {
    if (!orders.exists(id)) {
      orders.insert(Document.of("id", id, "total", total));
    } else if (random.nextInt(4) == 0) {
      orders.delete(id);
    } else {
      orders.update(id, Document.of("total", total));
    }
  }

  private static Map<String, Double> byId(List<Document> rows) {
    Map<String, Double> totals = new TreeMap<>();
    rows.forEach(row -> totals.put(row.id(), row.number("total")));
    return totals;
  }

  private static S3db shop(String address, ReplicatorPlugin plugin) {
    return S3db.builder().connectionString(address).plugin(plugin).connect();
  }

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> mapping) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .durability(Durability.PROCESS)
        .replicator(
            "bigquery",
            r -> {
              mapping.accept(r.id("warehouse"));
              r.config(warehouse.config());
            })
        .build();
  }
}
