package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.s3db.Document;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that somebody else made, and keeps other things in. */
class ExistingTableTest {
  private final Tables tables = new Tables();

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void convertsValuesToTheTypesOfTheColumns() throws Exception {
    tables.database.execute(
        "CREATE TYPE mood AS ENUM ('happy', 'sad')",
        "CREATE DOMAIN email AS varchar(40) CHECK (VALUE LIKE '%@%')",
        """
        CREATE TABLE t (id bigint PRIMARY KEY, txt text, name varchar(10), i2 int2, i4 int4,
          n numeric(10,2), f4 float4, f8 float8, b bool, tz timestamptz, ts timestamp, d date,
          tm time, u uuid, j json, jb jsonb, by bytea, ia int4[], ta text[], m mood, e email,
          iv interval, ip inet)
        """);
    Sink sink = tables.open();
    Document row =
        Document.builder()
            .put("id", "7")
            .put("txt", 12.5)
            .put("name", true)
            .put("i2", 3.0)
            .put("i4", "-4")
            .put("n", "19.99")
            .put("f4", 1)
            .put("f8", "2.5e3")
            .put("b", "yes")
            .put("tz", "2024-01-02T03:04:05.678+02:00")
            .put("ts", 1_704_164_645_678L)
            .put("d", "2024-01-02T23:00:00.000Z")
            .put("tm", "03:04:05")
            .put("u", "0F8FAD5B-D9CB-469F-A165-70867728950E")
            .put("j", List.of(1, "two"))
            .put("jb", "a text")
            .put("by", "AAEC")
            .put("ia", Arrays.asList(1, null, "3"))
            .put("ta", List.of("a,b", "c\"d\\", ""))
            .put("m", "sad")
            .put("e", "a@b.c")
            .put("iv", "2 hours")
            .put("ip", "10.0.0.1")
            .build();
    Changes changes = Tables.prepared(sink, "t", row);

    Tables.writeAll(sink, changes.upsert("r-1", 1, row));

    assertThat(
            tables.database.value(
                """
                SELECT to_jsonb(x) #>> '{}' FROM (SELECT id, txt, name, i2, i4, n, f4, f8, b,
                  to_char(tz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') tz, ts::text, d, tm,
                  u, j, jb, by::text, ia, ta, m, e, iv::text, ip FROM t) x
                """))
        .extracting(json -> Document.parse((String) json).toMap())
        .satisfies(
            map ->
                assertThat(map)
                    .contains(
                        entry("id", 7L),
                        entry("txt", "12.5"),
                        entry("name", "true"),
                        entry("i2", 3L),
                        entry("i4", -4L),
                        entry("n", 19.99),
                        entry("f8", 2500L),
                        entry("b", true),
                        entry("tz", "2024-01-02 01:04:05.678"),
                        entry("ts", "2024-01-02 03:04:05.678"),
                        entry("d", "2024-01-02"),
                        entry("tm", "03:04:05"),
                        entry("u", "0f8fad5b-d9cb-469f-a165-70867728950e"),
                        entry("j", List.of(1L, "two")),
                        entry("jb", "a text"),
                        entry("by", "\\x000102"),
                        entry("ia", Arrays.asList(1L, null, 3L)),
                        entry("ta", List.of("a,b", "c\"d\\", "")),
                        entry("m", "sad"),
                        entry("e", "a@b.c"),
                        entry("iv", "02:00:00"),
                        entry("ip", "10.0.0.1")));
  }

  @Test
  void refusesTheRecordThatDoesNotFitAndNamesColumnTypeAndKindOfValue() throws Exception {
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY, total int4, note text)");
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "x"));

    List<Rejection> rejections =
        Tables.write(
            sink,
            changes.upsert("r-1", 1, Document.of("id", "1", "total", 5)),
            changes.upsert("r-2", 2, Document.of("id", "2", "total", "4111-1111")),
            changes.upsert("r-3", 3, Document.of("id", "3", "total", 5_000_000_000L)),
            changes.upsert("r-4", 4, Document.of("id", "4", "note", "NUL \0")),
            changes.upsert("r-5", 5, Document.of("id", "5", "note", "half \uD83D")));

    assertThat(rejections)
        .extracting(Rejection::kind, Rejection::code, Rejection::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Rejection.Kind.PERMANENT,
                "22P02",
                "orders r-2 does not fit public.t: column total (integer) cannot hold"
                    + " a text of 9 characters."),
            org.assertj.core.groups.Tuple.tuple(
                Rejection.Kind.PERMANENT,
                "22P02",
                "orders r-3 does not fit public.t: column total (integer) cannot hold"
                    + " a whole number."),
            org.assertj.core.groups.Tuple.tuple(
                Rejection.Kind.PERMANENT,
                "22021",
                "orders r-4 does not fit public.t: column note (text) cannot hold the text: it has"
                    + " a NUL character or half a surrogate pair, which PostgreSQL does not"
                    + " store."),
            org.assertj.core.groups.Tuple.tuple(
                Rejection.Kind.PERMANENT,
                "22021",
                "orders r-5 does not fit public.t: column note (text) cannot hold the text: it has"
                    + " a NUL character or half a surrogate pair, which PostgreSQL does not"
                    + " store."));
    assertThat(tables.database.rows("SELECT id FROM t")).containsExactly(Map.of("id", "1"));
  }

  @Test
  void neverShortensAText() throws Exception {
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY, name varchar(3), c char(2))");
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "x"));

    for (String field : List.of("name", "c")) {
      assertThatThrownBy(
              () ->
                  Tables.write(sink, changes.upsert("r", 1, Document.of("id", "1", field, "long"))))
          .isInstanceOfSatisfying(
              SinkException.BatchRefused.class,
              e -> {
                assertThat(e.code()).isEqualTo("22001");
                assertThat(e.kind()).isEqualTo(Rejection.Kind.PERMANENT);
              });
    }
  }

  @Test
  void leavesColumnsAloneThatTheRouteNeverWrote() throws Exception {
    tables.database.execute(
        "CREATE TABLE t (id text PRIMARY KEY, total int8, note text, mine text DEFAULT 'kept')");
    Sink sink = tables.open("schemaSync", "off", "guard", "none");
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "x"));
    Tables.writeAll(sink, changes.upsert("r", 1, Document.of("id", "1", "total", 1, "note", "n")));
    tables.database.execute("UPDATE t SET mine = 'changed'");

    Tables.writeAll(
        sink,
        changes.upsert("r", 2, Document.of("id", "1", "total", 2)),
        changes.upsert("s", 2, Document.of("id", "2", "note", "m")));

    assertThat(tables.database.rows("SELECT * FROM t ORDER BY id"))
        .extracting(Map::toString)
        .containsExactly(
            "{id=1, total=2, note=null, mine=changed}", "{id=2, total=null, note=m, mine=kept}");
  }

  @Test
  void remembersAcrossRestartsWhichColumnsItWrote() throws Exception {
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY, note text)");
    Sink before = tables.open();
    Changes changes = Tables.prepared(before, "t", Document.of("id", "x"));
    Tables.writeAll(before, changes.upsert("r", 1, Document.of("id", "1", "note", "n")));

    Sink after = tables.open();
    Tables.prepared(after, "t", Document.of("id", "x"));
    Tables.writeAll(after, changes.upsert("r", 2, Document.of("id", "1")));

    assertThat(tables.database.rows("SELECT note FROM t").getFirst().get("note")).isNull();
  }

  @Test
  void takesThePrimaryKeyIfRowsHaveIt() throws Exception {
    tables.database.execute(
        "CREATE TABLE t (tenant text, number int8, id text, PRIMARY KEY (tenant, number))");
    Sink sink = tables.open();
    Document row = Document.of("id", "x", "tenant", "a", "number", 5);

    Changes changes = Tables.prepared(sink, "t", row, "id");
    Tables.writeAll(sink, changes.upsert("r", 1, row));
    Tables.writeAll(sink, changes.upsert("r", 2, row.with("id", "y")));

    assertThat(changes.key()).isEqualTo(KeyFields.of(List.of("tenant", "number")));
    assertThat(tables.database.rows("SELECT tenant, number, id FROM t"))
        .containsExactly(Map.of("tenant", "a", "number", 5L, "id", "y"));
  }

  @Test
  void takesTheConfiguredKeyIfRowsLackThePrimaryKeyEvenWithoutAnIndex() throws Exception {
    tables.database.execute(
        "CREATE TABLE t (pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id text, n"
            + " int8)");
    Sink sink = tables.open();
    Document row = Document.of("order_id", "o-1", "n", 1);
    Changes changes = Tables.prepared(sink, "t", row, "order_id");

    Tables.writeAll(
        sink, changes.upsert("r", 1, row), changes.upsert("s", 1, row.with("order_id", "o-2")));
    Tables.writeAll(sink, changes.upsert("r", 3, row.with("n", 3)));
    Tables.writeAll(sink, changes.upsert("r", 2, row.with("n", 2)));
    Tables.writeAll(sink, changes.delete("s", 4, row.with("order_id", "o-2")));

    assertThat(changes.key()).isEqualTo(KeyFields.of(List.of("order_id")));
    assertThat(tables.database.rows("SELECT order_id, n FROM t"))
        .containsExactly(Map.of("order_id", "o-1", "n", 3L));
  }

  @Test
  void asksForAKeyWhereRowsCannotBeToldApart() {
    tables.database.execute("CREATE TABLE t (a text, b text)");
    Sink sink = tables.open();

    assertThatThrownBy(() -> sink.prepare(Tables.transformed("t"), Document.of("a", 1)))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessage(
            "warehouse: table t has no key that rows of orders have: set the option key of this"
                + " mapping to the fields that tell rows apart, all of them columns of the table.");
  }

  @Test
  void leavesGeneratedColumnsToTheServer() throws Exception {
    tables.database.execute(
        "CREATE TABLE t (id text PRIMARY KEY, n int8, twice int8 GENERATED ALWAYS AS (n * 2)"
            + " STORED)");
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", Document.of("id", "x"));

    Tables.writeAll(sink, changes.upsert("r", 1, Document.of("id", "1", "n", 4, "twice", 5)));

    assertThat(tables.database.value("SELECT twice FROM t")).isEqualTo(8L);
    assertThat(tables.context.recorded().warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.subject()).isEqualTo("t.twice"));
  }

  @Test
  void writesToASchemaNamedInTheTargetOrInTheOptions() throws Exception {
    tables.database.execute("CREATE SCHEMA audit", "CREATE SCHEMA mart");
    Sink sink = tables.open("schema", "mart");
    Document row = Document.of("id", "1");

    Tables.writeAll(sink, Tables.prepared(sink, "audit.orders", row).upsert("r", 1, row));
    Tables.writeAll(sink, Tables.prepared(sink, "orders", row).upsert("r", 1, row));

    assertThat(tables.database.count("audit.orders")).isEqualTo(1);
    assertThat(tables.database.count("mart.orders")).isEqualTo(1);
  }

  @Test
  void deniesTheTargetAloneWhereTheSchemaIsMissingOrTheTableIsAView() {
    tables.database.execute("CREATE VIEW v AS SELECT 'a' AS id");
    Sink sink = tables.open();
    Document row = Document.of("id", "1");

    assertThatThrownBy(() -> sink.prepare(Tables.transformed("nowhere.orders"), row))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("schema \"nowhere\" does not exist");
    assertThatThrownBy(() -> sink.prepare(Tables.transformed("v"), row))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("public.v is no table");
  }

  @Test
  void deniesTheTargetWhenItsTableVanishesAndMakesItAgain() throws Exception {
    Sink sink = tables.open();
    Document row = Document.of("id", "1");
    Changes changes = Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 1, row));
    tables.database.execute("DROP TABLE t");

    assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 2, row)))
        .isInstanceOfSatisfying(
            SinkException.TargetDenied.class, e -> assertThat(e.target()).isEqualTo("t"));

    Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 2, row));
    assertThat(tables.database.count("t")).isEqualTo(1);
  }

  @Test
  void looksAgainWhenAColumnVanishedOrChangedItsType() throws Exception {
    Sink sink = tables.open();
    Document row = Document.of("id", "1", "a", 1, "b", 2);
    Changes changes = Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 1, row));
    tables.database.execute(
        "ALTER TABLE t DROP COLUMN a", "ALTER TABLE t ALTER COLUMN b TYPE text");

    Tables.writeAll(sink, changes.upsert("r", 2, row.with("b", 3).without("a")));

    assertThat(tables.database.value("SELECT b FROM t")).isEqualTo("3");
  }

  @Test
  void deniesTheTargetThatItMayNotWriteTo() throws Exception {
    String role = io.s3db.testkit.postgres.PostgresServer.shared().createRole("pw");
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY)", "GRANT SELECT ON t TO " + role);
    Sink sink =
        tables.openWith(
            tables.context, tables.database.connectionString(role, "pw"), "guard", "none");
    Document row = Document.of("id", "1");
    Changes changes = Tables.prepared(sink, "t", row);

    assertThatThrownBy(() -> Tables.write(sink, changes.upsert("r", 1, row)))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("permission denied for table t");
  }

  @Test
  void tellsDependentRefusalsFromPermanentOnes() throws Exception {
    tables.database.execute(
        "CREATE TABLE parent (id text PRIMARY KEY)",
        """
        CREATE TABLE t (id text PRIMARY KEY, parent text REFERENCES parent,
          mail text UNIQUE, n int8 CHECK (n > 0), must text NOT NULL DEFAULT 'x')
        """);
    Sink sink = tables.open();
    Document row = Document.of("id", "1", "mail", "secret@example.org");
    Changes changes = Tables.prepared(sink, "t", row);
    Tables.writeAll(sink, changes.upsert("r", 1, row));

    assertThatThrownBy(() -> Tables.write(sink, changes.upsert("s", 1, row.with("id", "2"))))
        .isInstanceOfSatisfying(
            SinkException.BatchRefused.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Rejection.Kind.DEPENDENT);
              assertThat(e.code()).isEqualTo("23505");
              assertThat(e).hasMessageContaining("t_mail_key").hasMessageNotContaining("secret@");
            });
    assertRefused(sink, changes.upsert("s", 1, Document.of("id", "2", "parent", "p")), "23503");
    assertRefused(sink, changes.upsert("s", 1, Document.of("id", "2", "n", -1)), "23514");
    assertRefused(sink, changes.upsert("s", 1, Document.of("id", "2", "must", null)), "23502");
    assertThat(tables.database.count("t")).isEqualTo(1);
  }

  private static void assertRefused(
      Sink sink, io.s3db.replicator.spi.Delivery delivery, String code) {
    Rejection.Kind kind =
        code.equals("23503") ? Rejection.Kind.DEPENDENT : Rejection.Kind.PERMANENT;
    assertThatThrownBy(() -> Tables.write(sink, delivery))
        .isInstanceOfSatisfying(
            SinkException.BatchRefused.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.kind()).isEqualTo(kind);
            });
  }
}
