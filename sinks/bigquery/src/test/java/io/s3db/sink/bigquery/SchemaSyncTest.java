package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables are created, columns added; nothing else, and nothing with {@code schemaSync: off}. */
class SchemaSyncTest {
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Test
  void addsColumnsToATableOfOthersAndLeavesItsOwn() throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED", "theirs DATE");
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink);

    sink.write(List.of(facts.insert(Document.of("id", "1", "status", "new", "n", 1))));

    assertThat(warehouse.types("facts"))
        .containsExactly(
            Map.entry("id", "STRING"),
            Map.entry("theirs", "DATE"),
            Map.entry("status", "STRING"),
            Map.entry("n", "INTEGER"));
  }

  @Test
  void findsATypeForAllValuesOfABatch() throws Exception {
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink);

    sink.write(
        List.of(
            facts.insert(Document.of("id", "1", "n", 1, "m", true)),
            facts.insert(Document.of("id", "2", "n", 0.5, "m", "text"))));

    assertThat(warehouse.types("facts")).containsEntry("n", "FLOAT").containsEntry("m", "STRING");
    assertThat(warehouse.rows("facts")).contains(Document.of("id", "1", "n", 1.0, "m", "true"));
  }

  @Test
  void leavesOutFieldsWithoutAColumnAndSaysSoOnce() throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED");
    Sink sink = warehouse.open("schemaSync", "off");
    DeliveryFixtures facts = prepared(sink);

    sink.write(List.of(facts.insert(Document.of("id", "1", "status", "new"))));
    sink.write(List.of(facts.insert(Document.of("id", "2", "status", "new"))));

    assertThat(warehouse.types("facts")).containsOnlyKeys("id");
    assertThat(warehouse.rows("facts")).hasSize(2);
    assertThat(sink.metrics()).containsEntry("droppedValues", 2L);
    assertThat(warehouse.context.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo("FIELD_DROPPED");
              assertThat(warning.subject()).isEqualTo("facts.status");
            });
  }

  @Test
  void leavesOutFieldsWhereItMayNotAddColumns() throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED");
    Sink sink = warehouse.open();
    DeliveryFixtures facts = prepared(sink);
    warehouse.fake.faults().failRequests(1, 403, "accessDenied", "Access Denied: Table facts");

    sink.write(List.of(facts.insert(Document.of("id", "1", "status", "new"))));

    assertThat(warehouse.rows("facts")).containsExactly(Document.of("id", "1"));
    assertThat(warehouse.context.warnings())
        .extracting(RecordingSinkContext.Warning::code)
        .containsExactly("FIELD_DROPPED");
  }

  @Test
  void createsNoTableIfItIsOff() {
    assertThatThrownBy(() -> prepared(warehouse.open("schemaSync", "off")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("table facts", "missing", "schemaSync");
    assertThat(warehouse.fake.hasTable("shop", "facts", "facts")).isFalse();
  }

  @Test
  void createsNoDatasetUnlessTold() {
    assertThatThrownBy(() -> prepared(warehouse.open("datasetId", "other")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("shop.other", "create it", "ensureDataset");
    assertThatThrownBy(() -> warehouse.open("datasetId", "other").probe())
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContainingAll("shop.other", "ensureDataset");
  }

  @Test
  void createsTheDatasetWhereItWasTold() throws Exception {
    Sink sink = warehouse.open("datasetId", "other", "ensureDataset", true, "location", "EU");
    sink.probe();

    prepared(sink);

    assertThat(warehouse.fake.dataset("shop", "other").get("location")).isEqualTo("EU");
    assertThat(warehouse.fake.hasTable("shop", "other", "facts")).isTrue();
  }

  @Test
  void createsTheDatasetInTheUsIfNotTold() throws Exception {
    prepared(warehouse.open("datasetId", "other", "ensureDataset", true));

    assertThat(warehouse.fake.dataset("shop", "other").get("location")).isEqualTo("US");
  }

  @Test
  void createsTablesWithTheStalenessConfigured() throws Exception {
    prepared(warehouse.open("maxStaleness", "90m"));

    assertThat(warehouse.table("facts").get("maxStaleness")).isEqualTo("0-0 0 1:30:0");
  }

  @Test
  void createsTablesWithoutStalenessIfNotTold() throws Exception {
    prepared(warehouse.open());

    assertThat(warehouse.table("facts").has("maxStaleness")).isFalse();
  }

  @Test
  void writesToNoView() {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED");
    warehouse.fake.patchTable("shop", "facts", "facts", Document.of("type", "VIEW"));

    assertThatThrownBy(() -> prepared(warehouse.open()))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContainingAll("facts", "VIEW");
  }

  @Test
  void losesNoColumnThatTwoLanesAddAtOnce() throws Exception {
    Sink one = warehouse.open();
    Sink other = warehouse.open();
    DeliveryFixtures facts = prepared(one);
    prepared(other);
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Document row = Document.of("id", "r" + i, "field" + i, i);
      Sink sink = i % 2 == 0 ? one : other;
      writers.add(() -> sink.write(List.of(facts.insert(row))).isEmpty());
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isTrue();
      }
    }

    assertThat(warehouse.types("facts"))
        .containsOnlyKeys("id", "field0", "field1", "field2", "field3", "field4", "field5");
    assertThat(warehouse.rows("facts"))
        .allSatisfy(row -> assertThat(row.get("field" + row.id().substring(1))).isNotNull());
  }

  @Test
  void takesUpAColumnThatSomebodyAdded() throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED");
    Sink sink = warehouse.open("schemaSync", "off");
    DeliveryFixtures facts = prepared(sink);
    sink.write(List.of(facts.insert(Document.of("id", "1", "status", "lost"))));
    List<Map<?, ?>> fields = new ArrayList<>(warehouse.fields("facts"));
    fields.add(Warehouse.field("status STRING"));
    warehouse.fake.patchTable(
        "shop", "facts", "facts", Document.of("schema", Map.of("fields", fields)));
    sink.write(List.of(facts.insert(Document.of("id", "2")))); // the answer tells of the column

    sink.write(List.of(facts.insert(Document.of("id", "3", "status", "kept"))));

    assertThat(warehouse.rows("facts")).contains(Document.of("id", "3", "status", "kept"));
  }

  private static DeliveryFixtures prepared(Sink sink) throws Exception {
    Target target = new Target("facts", "facts", List.of(), true, Map.of());
    return new DeliveryFixtures("facts", sink.prepare(target, Document.of("id", "x")), true);
  }
}
