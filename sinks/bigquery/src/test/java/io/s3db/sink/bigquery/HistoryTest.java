package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.DeliveryFixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code mode: append}. */
class HistoryTest {
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Test
  void addsARowForEveryChange() throws Exception {
    Sink sink = warehouse.open("mode", "append");
    DeliveryFixtures facts = prepared(sink);
    Delivery insert = facts.insert(Document.of("id", "1", "total", 5));
    Delivery update = facts.update(Document.of("id", "1", "total", 6));
    Delivery delete = facts.delete("1");

    for (Delivery each : List.of(insert, update, delete)) {
      assertThat(sink.write(List.of(each))).isEmpty();
    }

    assertThat(warehouse.rows("facts"))
        .containsExactly(
            row(insert, "insert", 5), row(update, "update", 6), row(delete, "delete", 6));
    assertThat(sink.traits().mirror()).isFalse();
    assertThat(sink.traits().keyOncePerBatch()).isTrue();
    assertThat(warehouse.table("facts").has("tableConstraints")).isFalse();
  }

  private static Document row(Delivery delivery, String action, long total) {
    return Document.of(
        "_s3db_id",
        "1",
        "_s3db_action",
        action,
        "_s3db_changed_at",
        delivery.changedAt().toString(),
        "_s3db_version",
        delivery.version().toString(),
        "_s3db_delivery",
        delivery.id().toString(),
        "id",
        "1",
        "total",
        total);
  }

  @Test
  void repeatsUnderTheSameDelivery() throws Exception {
    Sink sink = warehouse.open("mode", "append");
    DeliveryFixtures facts = prepared(sink);
    Delivery insert = facts.insert(Document.of("id", "1", "total", 5));

    sink.write(List.of(insert));
    sink.write(List.of(insert));

    assertThat(warehouse.rows("facts"))
        .extracting(row -> row.get("_s3db_delivery"))
        .containsExactly(insert.id().toString(), insert.id().toString());
  }

  @Test
  void addsItsColumnsToATableThatIsThere() throws Exception {
    warehouse.createTable("facts", List.of(), "id STRING", "total INTEGER");

    prepared(warehouse.open("mode", "append"));

    assertThat(warehouse.types("facts"))
        .containsKeys("_s3db_id", "_s3db_action", "_s3db_version", "_s3db_delivery")
        .containsEntry("_s3db_changed_at", "TIMESTAMP");
  }

  @Test
  void namesItsColumnsIfItMayNotAddThem() {
    warehouse.createTable("facts", List.of(), "id STRING");

    assertThatThrownBy(() -> prepared(warehouse.open("mode", "append", "schemaSync", "off")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("_s3db_action STRING", "_s3db_changed_at TIMESTAMP", "schemaSync");
  }

  @Test
  void keepsAFieldThatHasTheNameOfOneOfItsColumns() throws Exception {
    Sink sink = warehouse.open("mode", "append");
    DeliveryFixtures facts = prepared(sink);

    sink.write(List.of(facts.insert(Document.of("id", "1", "_s3db_action", "mine"))));

    Document row = warehouse.rows("facts").getFirst();
    assertThat(row.get("_s3db_action")).isEqualTo("insert");
    assertThat(row.get(ColumnNames.made("_s3db_action"))).isEqualTo("mine");
  }

  private static DeliveryFixtures prepared(Sink sink) throws Exception {
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    return new DeliveryFixtures(
        "facts", sink.prepare(target, Document.of("id", "x", "total", 1)), false);
  }
}
