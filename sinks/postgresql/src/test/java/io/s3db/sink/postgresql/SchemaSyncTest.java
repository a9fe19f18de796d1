package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.sink.RecordingSinkContext.Warning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that the sink creates, and what happens when it may not. */
class SchemaSyncTest {
  private final Tables tables = new Tables();

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void takesTypesFromTheAttributesOfTheSource() throws Exception {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", "string|required");
    attributes.put("count", "number|integer:true");
    attributes.put("ratio", "number");
    attributes.put("price", "money");
    attributes.put("rate", "decimal:4");
    attributes.put("paid", "boolean");
    attributes.put("placedAt", "datetime|optional");
    attributes.put("day", "dateonly");
    attributes.put("items", "array|items:object");
    attributes.put("address", Map.of("city", "string"));
    attributes.put("size", Map.of("type", "number", "integer", true));
    attributes.put("token", "secret|optional");
    Sink sink = tables.open();

    KeyFields key = sink.prepare(Tables.plain("t", attributes), Document.of("id", "1", "extra", 5));

    assertThat(key).isEqualTo(KeyFields.of(List.of("id")));
    assertThat(types("t"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("id", "text"),
                Map.entry("name", "text"),
                Map.entry("count", "bigint"),
                Map.entry("ratio", "double precision"),
                Map.entry("price", "numeric"),
                Map.entry("rate", "numeric"),
                Map.entry("paid", "boolean"),
                Map.entry("placedAt", "timestamp with time zone"),
                Map.entry("day", "text"),
                Map.entry("items", "jsonb"),
                Map.entry("address", "jsonb"),
                Map.entry("size", "bigint"),
                Map.entry("extra", "bigint"),
                Map.entry("_s3db_version", "text")));
  }

  @Test
  void takesTypesFromValuesOfTransformedRows() throws Exception {
    Sink sink = tables.open();
    Document sample =
        Document.builder()
            .put("order_id", "o-1")
            .put("amount", 2.5)
            .put("count", 3)
            .put("paid", true)
            .put("at", "2024-01-02T03:04:05.678Z")
            .put("items", List.of(1))
            .put("note", null)
            .build();

    Changes changes = Tables.prepared(sink, "t", sample, "order_id");
    Tables.writeAll(sink, changes.upsert("r", 1, sample));

    assertThat(changes.key()).isEqualTo(KeyFields.of(List.of("order_id")));
    assertThat(types("t"))
        .isEqualTo(
            Map.of(
                "order_id", "text",
                "amount", "double precision",
                "count", "bigint",
                "paid", "boolean",
                "at", "text",
                "items", "jsonb",
                "_s3db_version", "text"));
  }

  @Test
  void keysRowsWithoutAKeyByTheIdOfTheRecord() throws Exception {
    Sink sink = tables.open();
    Document row = Document.of("amount", 5);
    Changes changes = Tables.prepared(sink, "t", row);

    Tables.writeAll(sink, changes.upsert("r-1", 1, row));
    Tables.writeAll(sink, changes.upsert("r-1", 2, row.with("amount", 6)));

    assertThat(changes.key()).isEqualTo(KeyFields.recordId("_s3db_id"));
    assertThat(tables.database.rows("SELECT _s3db_id, amount FROM t"))
        .containsExactly(Map.of("_s3db_id", "r-1", "amount", 6L));
    Sink later = tables.open();
    assertThat(later.prepare(Tables.transformed("t"), row)).isEqualTo(changes.key());
  }

  @Test
  void widensItsColumnsAndSaysSo() throws Exception {
    Sink sink = tables.open();
    Document row = Document.of("id", "1", "n", 9_007_199_254_740_993L, "b", true);
    Changes changes = Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 1, row));

    Tables.writeAll(sink, changes.upsert("s", 1, Document.of("id", "2", "n", 0.5)));
    assertThat(types("t")).containsEntry("n", "numeric");
    Tables.writeAll(
        sink, changes.upsert("u", 1, Document.of("id", "3", "n", "many", "b", List.of(1))));

    assertThat(types("t")).containsEntry("n", "text").containsEntry("b", "text");
    assertThat(tables.database.rows("SELECT n, b FROM t ORDER BY id"))
        .extracting(Map::toString)
        .containsExactly("{n=9007199254740993, b=true}", "{n=0.5, b=null}", "{n=many, b=[1]}");
    assertThat(tables.context.recorded().warnings())
        .extracting(Warning::code)
        .containsOnly("COLUMN_WIDENED");
  }

  @Test
  void keepsTimesReadableWhenTheirColumnBecomesText() throws Exception {
    Sink sink = tables.open();
    Document row = Document.of("id", "1", "at", "2024-01-02T03:04:05.678Z");
    Changes changes =
        new Changes("t", sink.prepare(Tables.plain("t", Map.of("at", "datetime")), row));
    Tables.writeAll(sink, changes.upsert("r", 1, row));

    Tables.writeAll(sink, changes.upsert("s", 1, row.with("id", "2").with("at", "soon")));

    assertThat(tables.database.rows("SELECT at FROM t ORDER BY id"))
        .containsExactly(Map.of("at", "2024-01-02T03:04:05.678Z"), Map.of("at", "soon"));
  }

  @Test
  void refusesTheRecordWhereAViewKeepsTheColumnFromWidening() throws Exception {
    Sink sink = tables.open();
    Document row = Document.of("id", "1", "n", 1);
    Changes changes = Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 1, row));
    tables.database.execute("CREATE VIEW v AS SELECT n + 1 FROM t");

    assertThat(Tables.write(sink, changes.upsert("s", 1, Document.of("id", "2", "n", "x"))))
        .singleElement()
        .satisfies(rejection -> assertThat(rejection.message()).contains("column n (bigint)"));
  }

  @Test
  void addsTheSameColumnsFromManyLanesAndProcessesAtOnce() throws Exception {
    List<Sink> sinks = List.of(tables.open(), tables.open(), tables.open());
    Document sample = Document.of("id", "0");
    List<Callable<List<Rejection>>> writers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Sink sink = sinks.get(i % 3);
      String id = "k-" + i;
      writers.add(
          () -> {
            Changes changes = Tables.prepared(sink, "t", sample);
            Document row = Document.of("id", id, "a", 1, "b", "x", "c", 0.5);
            return Tables.write(sink, changes.upsert(id, 1, row));
          });
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Rejection>> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isEmpty();
      }
    }

    assertThat(tables.database.rows("SELECT DISTINCT a, b, c FROM t"))
        .containsExactly(Map.of("a", 1L, "b", "x", "c", 0.5));
    assertThat(tables.database.count("t")).isEqualTo(12);
  }

  @Test
  void dropsFieldsWithoutAColumnWhenItMayNotAddThemAndSaysSoOnce() throws Exception {
    String role = PostgresServer.shared().createRole("pw");
    tables.database.execute(
        "CREATE TABLE t (id text PRIMARY KEY, a int8)",
        "GRANT ALL ON t TO " + role,
        "GRANT CREATE ON SCHEMA public TO " + role);
    String connection = tables.database.connectionString(role, "pw");
    for (Sink sink :
        List.of(
            tables.openWith(tables.context, connection),
            tables.openWith(tables.context, connection, "schemaSync", false))) {
      Changes changes = Tables.prepared(sink, "t", Document.of("id", "1"));

      for (int i = 1; i <= 2; i++) {
        Tables.writeAll(sink, changes.upsert("r", i, Document.of("id", "1", "a", i, "new", 1)));
      }

      assertThat(sink.metrics()).containsEntry("droppedValues", 2L);
    }
    assertThat(tables.database.rows("SELECT * FROM t")).containsExactly(Map.of("id", "1", "a", 2L));
    assertThat(tables.context.recorded().warnings())
        .extracting(Warning::code, Warning::subject)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("FIELD_DROPPED", "t.new"),
            org.assertj.core.groups.Tuple.tuple("FIELD_DROPPED", "t.new"));
  }

  @Test
  void noticesWithinAMinuteThatSomebodyAddedTheColumn() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-01-01T00:00:00Z"));
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY)");
    Sink sink =
        tables.openWith(
            tables.context.withTime(now::get),
            tables.database.connectionString(),
            "schemaSync",
            "off",
            "guard",
            "none");
    Document row = Document.of("id", "1", "new", 1);
    Changes changes = Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 1, row));
    tables.database.execute("ALTER TABLE t ADD COLUMN new int8");

    Tables.writeAll(sink, changes.upsert("r", 2, row));
    assertThat(tables.database.rows("SELECT new FROM t").getFirst().get("new")).isNull();
    now.set(now.get().plusSeconds(60));
    Tables.writeAll(sink, changes.upsert("r", 3, row));

    assertThat(tables.database.value("SELECT new FROM t")).isEqualTo(1L);
  }

  @Test
  void collectsFieldsWithoutAColumnInTheOverflowColumn() throws Exception {
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY, a int8, rest jsonb)");
    Sink sink = tables.open("schemaSync", "off", "guard", "none", "overflow", "rest");
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "1"));

    Tables.writeAll(
        sink,
        changes.upsert(
            "r",
            1,
            Document.of("id", "1", "a", 1, "b", List.of(2), "rest", "own", "x".repeat(64), 3)),
        changes.upsert("s", 1, Document.of("id", "2", "a", 2)));

    assertThat(tables.database.rows("SELECT a, rest::text AS rest FROM t ORDER BY id"))
        .extracting(row -> row.get("a") + " " + row.get("rest"))
        .containsExactly(
            "1 {\"b\": [2], \"rest\": \"own\", \"" + "x".repeat(64) + "\": 3}", "2 null");
  }

  @Test
  void doesNoDataDefinitionWhenSwitchedOff() {
    Sink sink = tables.open("schemaSync", "off");

    assertThatThrownBy(() -> sink.prepare(Tables.transformed("t"), Document.of("id", "1")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessage("warehouse: table t is missing, and schemaSync is off: create it.");
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY)");
    assertThatThrownBy(() -> sink.prepare(Tables.transformed("t"), Document.of("id", "1")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("CREATE TABLE IF NOT EXISTS \"public\".\"_s3db_versions\"");
  }

  @Test
  void runsTheDefinitionItAsksFor() throws Exception {
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY)");
    tables.database.execute(
        SchemaSync.versionsDefinition(
                new Table("public", "t", List.of(), List.of(), java.util.Set.of(), false, true))
            .toArray(String[]::new));
    Sink sink = tables.open("schemaSync", "off");
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "1"));

    Tables.writeAll(sink, changes.delete("r", 2, Document.of("id", "1")));
    Tables.writeAll(sink, changes.upsert("r", 1, Document.of("id", "1")));

    assertThat(tables.database.count("t")).isZero();
  }

  @Test
  void neverLetsANameBecomeSql() throws Exception {
    String table = "t\"; DROP TABLE victim; -- ? $1 {fn now()} 'x' \\";
    String field = "f\" int8); DROP TABLE victim; -- ? $1 {d '1'} 'x' \\";
    tables.database.execute("CREATE TABLE victim (id int)");
    Sink sink = tables.open("logTable", "log\"; DROP TABLE victim; --");
    Document row =
        Document.of("id", "'; DROP TABLE victim; --", field, 1, "SELECT", 2, "größe 📏", 3);
    Changes changes = Tables.prepared(sink, table, row);

    Tables.writeAll(sink, changes.upsert("r", 1, row));
    Tables.writeAll(sink, changes.upsert("r", 2, row.with(field + "2", 4)));
    Tables.writeAll(sink, changes.delete("s", 1, Document.of("id", "other")));

    assertThat(tables.database.count("victim")).isZero();
    List<Document> rows = RowReader.all(tables.database, Identifiers.quoted(table));
    assertThat(rows).containsExactly(row.with(field + "2", 4));
  }

  @Test
  void refusesNamesThatPostgresqlWouldShortenOrThatAreReserved() throws Exception {
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "x"));

    List<Rejection> rejections =
        Tables.write(
            sink,
            changes.upsert("r-1", 1, Document.of("id", "1", "ü".repeat(32), 1)),
            changes.upsert("r-2", 1, Document.of("id", "2", "ctid", 1)),
            changes.upsert("r-3", 1, Document.of("id", "3", "_s3db_version", "f")),
            changes.upsert("r-4", 1, Document.of("id", "4", "", 1)),
            changes.upsert("r-5", 1, Document.of("id", "5", "x".repeat(63), 1)));

    assertThat(rejections).extracting(Rejection::code).containsOnly("42602").hasSize(4);
    assertThat(rejections.getFirst().message())
        .contains("its name has 64 bytes, and PostgreSQL keeps only 63")
        .contains("Rename or leave it out in a transform");
    assertThat(types("t")).containsKey("x".repeat(63));
    assertThatThrownBy(
            () -> sink.prepare(Tables.transformed("t".repeat(64)), Document.of("id", "1")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("its name has 64 bytes");
  }

  @Test
  void logsEveryDeliveredChangeOnce() throws Exception {
    Sink sink = tables.open("logTable", "history");
    Document row = Document.of("id", "1", "n", 5);
    Changes changes = Tables.prepared(sink, "t", row);
    var insert = changes.upsert("r-1", 1, row);

    Tables.writeAll(sink, insert);
    Tables.writeAll(sink, insert, changes.delete("r-2", 2, Document.of("id", "2")));

    assertThat(
            tables.database.rows(
                "SELECT target, resource, record_id, key::text AS key, operation, version,"
                    + " data::text AS data FROM history ORDER BY delivery"))
        .extracting(Map::toString)
        .containsExactly(
            "{target=t, resource=orders, record_id=r-1, key={\"id\":\"1\"}, operation=update,"
                + " version=000000000001000000000000000000070, data={\"id\":\"1\",\"n\":5}}",
            "{target=t, resource=orders, record_id=r-2, key={\"id\":\"2\"}, operation=delete,"
                + " version=000000000002000000000000000000071, data=null}");
  }

  private Map<String, String> types(String table) {
    Map<String, String> types = new LinkedHashMap<>();
    tables
        .database
        .rows(
            "SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type"
                + " FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0",
            Identifiers.quoted(table))
        .forEach(
            row -> types.put(String.valueOf(row.get("name")), String.valueOf(row.get("type"))));
    return types;
  }

  @Test
  void manyFieldsWithoutColumnsAreToldTogether() throws Exception {
    tables.database.execute("CREATE TABLE many (id text PRIMARY KEY)");
    Sink sink = tables.open("schemaSync", false, "guard", "none");
    Changes changes = Tables.prepared(sink, "many", Document.of("id", "1"));
    Document row = Document.of("id", "1");
    for (int i = 0; i < 300; i++) {
      row = row.with("f" + i, i);
    }
    Tables.writeAll(sink, changes.upsert("r", 1, row));
    assertThat(tables.context.recorded().warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.subject()).isEqualTo("many.*");
              assertThat(warning.message()).startsWith("300 fields of ").contains("f0, f1, f10");
            });
  }
}
