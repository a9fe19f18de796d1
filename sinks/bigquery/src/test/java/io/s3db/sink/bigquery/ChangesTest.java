package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.version.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tables are written to how, under which key. */
class ChangesTest {
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Test
  void ordersVersionsByClockThenWriterThenDelete() {
    assertThat(SequenceNumber.of(new Version(0x0190_0000_0000_0001L, -2, false)))
        .isEqualTo("0190000000000001/fffffffffffffffe/0");
    assertThat(SequenceNumber.of(new Version(1, 2, true)))
        .isEqualTo("0000000000000001/0000000000000002/1");
  }

  @Test
  void takesThePrimaryKeyOfTheTable() throws Exception {
    warehouse.createTable("facts", List.of("order_id"), "order_id STRING REQUIRED", "total FLOAT");
    Sink sink = warehouse.open();

    KeyFields key =
        sink.prepare(
            Warehouse.target("facts", "total"), Document.of("order_id", "o-1", "total", 1.5));

    assertThat(key).isEqualTo(KeyFields.of(List.of("order_id")));
  }

  @Test
  void createsTheTableWithTheKeyConfigured() throws Exception {
    KeyFields key =
        warehouse
            .open()
            .prepare(
                Warehouse.target("facts", "shop", "number"),
                Document.of("shop", "a", "number", 7, "total", 1.5));

    assertThat(key).isEqualTo(KeyFields.of(List.of("shop", "number")));
    assertThat(primaryKey("facts")).isEqualTo(Map.of("columns", List.of("shop", "number")));
    assertThat(warehouse.types("facts"))
        .containsExactly(
            Map.entry("shop", "STRING"),
            Map.entry("number", "INTEGER"),
            Map.entry("total", "FLOAT"));
  }

  @Test
  void keepsTheSourceIdWhereRowsHaveNoKey() throws Exception {
    Sink sink = warehouse.open();
    Document row = Document.of("total", 1.5);

    KeyFields key = sink.prepare(Warehouse.target("facts"), row);
    DeliveryFixtures facts = new DeliveryFixtures("facts", key, true);
    Delivery insert = facts.insert(Document.of("id", "o-1", "total", 1.5));
    assertThat(sink.write(List.of(resourced(insert, row)))).isEmpty();

    assertThat(key).isEqualTo(KeyFields.recordId("_s3db_id"));
    assertThat(warehouse.rows("facts"))
        .containsExactly(Document.of("_s3db_id", "o-1", "total", 1.5));
  }

  @Test
  void pausesTheRouteIfRowsHaveNotTheKeyOfTheTable() {
    warehouse.createTable("facts", List.of("order_id"), "order_id STRING REQUIRED");

    assertThatThrownBy(
            () -> warehouse.open().prepare(Warehouse.target("facts"), Document.of("id", "1")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("facts", "[order_id]", "transform");
  }

  @Test
  void pausesTheRouteToATableWithoutAPrimaryKeyAndSaysWhatHelps() {
    warehouse.createTable("facts", List.of(), "id STRING");

    assertThatThrownBy(
            () -> warehouse.open().prepare(Warehouse.target("facts"), Document.of("id", "1")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("facts", "ADD PRIMARY KEY", "mode", "append", "insert");
  }

  @Test
  void addsInsertsToATableWithoutAPrimaryKeyAsTheyAre() throws Exception {
    warehouse.createTable("facts", List.of(), "id STRING", "total FLOAT");
    Sink sink = warehouse.open();
    Target inserts =
        new Target("facts", "facts", List.of(), true, Map.of(), Set.of(Operation.INSERT));
    DeliveryFixtures facts =
        new DeliveryFixtures("facts", sink.prepare(inserts, Document.of("id", "1")), true);

    sink.write(List.of(facts.insert(Document.of("id", "1", "total", 5))));
    sink.write(List.of(facts.insert(Document.of("id", "2"))));

    assertThat(warehouse.rows("facts"))
        .containsExactly(
            Document.of("id", "1", "total", 5.0), Document.of("id", "2", "total", null));
    assertThat(warehouse.types("facts")).containsOnlyKeys("id", "total");
  }

  @Test
  void removesTheOldRowAndWritesTheNewOneInOneRequest() throws Exception {
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink, "facts");
    sink.write(List.of(facts.insert(Document.of("id", "a", "n", 1))));
    int before = warehouse.fake.appends();

    sink.write(List.of(facts.move("a", Document.of("id", "a"), Document.of("id", "b", "n", 2))));

    assertThat(warehouse.fake.appends()).isEqualTo(before + 1);
    assertThat(warehouse.rows("facts")).containsExactly(Document.of("id", "b", "n", 2));
  }

  @Test
  void removesRowsOfATableThatRequiresOtherColumns() throws Exception {
    warehouse.createTable(
        "facts",
        List.of("id"),
        "id STRING REQUIRED",
        "a INTEGER REQUIRED",
        "b FLOAT REQUIRED",
        "c BOOLEAN REQUIRED",
        "d TIMESTAMP REQUIRED",
        "e DATE REQUIRED",
        "f DATETIME REQUIRED",
        "g TIME REQUIRED",
        "h NUMERIC REQUIRED",
        "i BYTES REQUIRED",
        "j JSON REQUIRED",
        "k STRING REQUIRED");
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink, "facts");
    Document row =
        Document.of("id", "1", "a", 1, "b", 2, "c", true, "d", 0, "e", 0, "f", 0)
            .with("g", "10:00:00")
            .with("h", 5)
            .with("i", "AA==")
            .with("j", 1)
            .with("k", "");
    assertThat(sink.write(List.of(facts.insert(row)))).isEmpty();

    assertThat(sink.write(List.of(facts.delete("1")))).isEmpty();

    assertThat(warehouse.rows("facts")).isEmpty();
  }

  @Test
  void splitsWhatIsMoreThanARequestTakes() throws Exception {
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink, "facts");
    List<Delivery> batch = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      batch.add(facts.insert(Document.of("id", "r" + i, "text", "x".repeat(1_000_000))));
    }

    assertThat(sink.write(batch)).isEmpty();

    assertThat(warehouse.rows("facts")).hasSize(30);
    assertThat(warehouse.fake.appends()).isEqualTo(4);
    assertThat(warehouse.fake.largestAppend()).isLessThan(10_000_000);
  }

  @Test
  void refusesARowThatIsMoreThanARequestTakesAndWritesTheOthers() throws Exception {
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink, "facts");
    Delivery large = facts.insert(Document.of("id", "large", "text", "x".repeat(9_500_000)));

    List<Rejection> refused =
        sink.write(List.of(large, facts.insert(Document.of("id", "small", "text", "x"))));

    assertThat(refused)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(large.id());
              assertThat(each.code()).isEqualTo("ROW_TOO_LARGE");
              assertThat(each.kind()).isEqualTo(Rejection.Kind.PERMANENT);
            });
    assertThat(warehouse.rows("facts")).extracting(Document::id).containsExactly("small");
  }

  @Test
  void keepsConnectionsBetweenBatchesAndClosesThem() throws Exception {
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink, "facts");
    for (int i = 0; i < 5; i++) {
      sink.write(List.of(facts.insert(Document.of("id", "r" + i))));
    }
    assertThat(warehouse.fake.connections()).isEqualTo(1);
    assertThat(sink.metrics()).containsEntry("connections", 1L);

    sink.close();

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> warehouse.fake.openConnections() == 0);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("Gax-")));
  }

  private Object primaryKey(String table) {
    return warehouse.table(table).document("tableConstraints").get("primaryKey");
  }

  private static DeliveryFixtures prepared(Sink sink, String table) throws Exception {
    Target target = new Target(table, table, List.of(), true, Map.of());
    return new DeliveryFixtures(table, sink.prepare(target, Document.of("id", "x")), true);
  }

  /** A delivery of the resource that {@link Warehouse#target} names, with another row. */
  static Delivery resourced(Delivery each, Document row) {
    return new Delivery(
        each.id(),
        each.target(),
        "orders",
        each.recordId(),
        each.operation(),
        each.version(),
        each.changedAt(),
        each.key(),
        each.replacedKeys(),
        each.before(),
        row);
  }
}
