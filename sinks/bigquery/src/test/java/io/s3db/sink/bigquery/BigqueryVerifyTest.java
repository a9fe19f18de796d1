package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.VerifyContract;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of tables are compared with the source, over the interfaces of the fake. */
class BigqueryVerifyTest extends VerifyContract {
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Override
  protected String driver() {
    return "bigquery";
  }

  @Override
  protected Map<String, Object> config() {
    return warehouse.config();
  }

  private Document row(String id) {
    return warehouse.storedRows("items").stream()
        .filter(row -> row.id().equals(id))
        .findAny()
        .orElseThrow();
  }

  @Override
  protected void remove(String id) {
    warehouse.fake.setRow(
        Warehouse.PROJECT, Warehouse.DATASET, "items", Document.of("id", id), null);
  }

  private void put(Document row) {
    warehouse.fake.setRow(
        Warehouse.PROJECT, Warehouse.DATASET, "items", Document.of("id", row.id()), row);
  }

  @Override
  protected void changeTotal(String id, double total) {
    put(row(id).with("total", total));
  }

  @Override
  protected void addOurs(String id, String like) {
    put(row(like).with("id", id));
  }

  @Override
  protected void addStranger(String id) {
    put(Document.of("id", id));
  }

  @Override
  protected void down() {
    warehouse.fake.faults().refuse();
  }

  @Override
  protected void up() {
    warehouse.fake.faults().mend();
  }

  /** Every type of column, in tables that others made, comes back as it was written. */
  @Test
  void everyTypeIsComparedAsItIsStored() throws Exception {
    warehouse.createTable(
        "facts",
        List.of("id", "day"),
        "id STRING",
        "day DATE",
        "whole INT64",
        "amount NUMERIC",
        "big BIGNUMERIC",
        "text STRING",
        "flag BOOL",
        "at TIMESTAMP",
        "local DATETIME",
        "clock TIME",
        "bytes BYTES",
        "json JSON",
        "list INT64 REPEATED",
        "_s3db_version STRING");
    Sink sink = warehouse.open();
    Document row =
        Document.builder()
            .put("id", "1")
            .put("day", "2026-02-03T10:00:00Z")
            .put("whole", "42")
            .put("amount", 1.50)
            .put("big", "12345678901234567890.5")
            .put("text", 7)
            .put("flag", "yes")
            .put("at", 1767225600123L)
            .put("local", "2026-02-03T10:00:00")
            .put("clock", "10:30:00.500")
            .put("bytes", "AAEC")
            .put("json", Map.of("a", List.of(1, 2.5)))
            .put("list", List.of(3, 4))
            .build();
    Target target = new Target("facts", "facts", List.of("id", "day"), true, Map.of());
    KeyFields key = sink.prepare(target, row);
    DeliveryFixtures facts = new DeliveryFixtures("facts", key, true);
    Delivery delivery = facts.insert(row);
    assertThat(sink.write(List.of(delivery))).isEmpty();

    Verifiable reader = (Verifiable) sink;
    StoredRow expected = reader.readBack(target, key, delivery.key(), row).orElseThrow();
    StoredRow stored = reader.rows(target, key, null, 10).getFirst();
    assertThat(stored.fields()).isEqualTo(expected.fields());
    assertThat(stored.key()).isEqualTo(expected.key());
    assertThat(stored.version()).contains(delivery.version());
    assertThat(stored.fields())
        .isEqualTo(
            Document.builder()
                .put("id", "1")
                .put("day", "2026-02-03")
                .put("whole", 42)
                .put("amount", "1.5")
                .put("big", "12345678901234567890.5")
                .put("text", "7")
                .put("flag", true)
                .put("at", "2026-01-01T00:00:00.123Z")
                .put("local", "2026-02-03T10:00")
                .put("clock", "10:30:00.500")
                .put("bytes", "AAEC")
                .put("json", Map.of("a", List.of(1, 2.5)))
                .put("list", List.of(3, 4))
                .build());
    assertThat(reader.find(target, key, List.of(expected.key()))).containsExactly(stored);
    assertThat(reader.find(target, key, List.of(expected.key().with("id", "2")))).isEmpty();
    assertThat(reader.readBack(target, key, delivery.key(), row.with("whole", "no number")))
        .isEmpty();
  }

  @Test
  void pagesOfAResultFollowOneAnotherAlsoOfASlowQuery() throws Exception {
    Sink sink = warehouse.open();
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    KeyFields key = sink.prepare(target, Document.of("id", "1"));
    DeliveryFixtures facts = new DeliveryFixtures("facts", key, true);
    for (int i = 0; i < 5; i++) {
      sink.write(List.of(facts.insert(Document.of("id", "r" + i))));
    }
    Verifiable reader = (Verifiable) sink;
    warehouse.fake.faults().slowQueries(2);
    List<StoredRow> first = reader.rows(target, key, null, 2);
    sink.write(List.of(facts.insert(Document.of("id", "late"))));
    List<StoredRow> second = reader.rows(target, key, first.getLast().key(), 2);
    List<StoredRow> third = reader.rows(target, key, second.getLast().key(), 2);
    assertThat(Stream.of(first, second, third).flatMap(List::stream).map(row -> row.key().id()))
        .as("one query, as it was when it ran")
        .containsExactly("r0", "r1", "r2", "r3", "r4");
    assertThat(reader.rows(target, key, third.getLast().key(), 2)).isEmpty();
    assertThat(warehouse.fake.requests())
        .filteredOn(each -> each.startsWith("POST") && each.endsWith("/queries"))
        .hasSize(1);
    assertThatThrownBy(() -> reader.rows(target, key, first.getLast().key(), 2))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("facts");
  }

  @Test
  void aQueryThatIsNotAllowedNamesThePermission() throws Exception {
    Sink sink = warehouse.open();
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    KeyFields key = sink.prepare(target, Document.of("id", "1"));
    warehouse.fake.faults().failRequests(1, 403, "accessDenied", "Access Denied: no jobs for you");
    assertThatThrownBy(() -> ((Verifiable) sink).rows(target, key, null, 2))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("bigquery.jobs.create");
  }
}
