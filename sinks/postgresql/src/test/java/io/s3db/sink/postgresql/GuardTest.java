package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No older change overwrites a newer one, in every kind of table, whoever races with whom. */
class GuardTest {
  private static final Document ROW = Document.of("id", "1", "n", 1);

  private final Tables tables = new Tables();

  @AfterEach
  void close() {
    tables.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "table", "column", "no index", "check"})
  void endsAtTheLatestVersionOfEachKeyHoweverProcessesRace(String kind) throws Exception {
    // Processes that write the same keys may block each other; the server is to notice it soon.
    tables.database.execute(
        "ALTER DATABASE " + tables.database.name() + " SET deadlock_timeout = '20ms'");
    List<Sink> sinks = new ArrayList<>();
    List<Changes> changes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Sink sink = openFor(kind);
      sinks.add(sink);
      changes.add(Tables.prepared(sink, "t", ROW, "id"));
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Delivery> latest = new HashMap<>();
    List<Delivery> history = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      String id = "k" + random.nextInt(12);
      Document row = Document.of("id", id, "n", i);
      Changes some = changes.getFirst();
      Delivery next = random.nextInt(3) == 0 ? some.delete(id, i, row) : some.upsert(id, i, row);
      history.add(next);
      latest.put(id, next);
    }
    Collections.shuffle(history, random);

    race(sinks, history, random);

    Map<String, Object> expected = new HashMap<>();
    latest.forEach(
        (id, delivery) -> {
          if (delivery.data() != null) {
            expected.put(id, delivery.data().integer("n"));
          }
        });
    Map<String, Object> actual = new HashMap<>();
    RowReader.all(tables.database, "t").forEach(row -> actual.put(row.id(), row.integer("n")));
    assertThat(actual).as("seed %d", seed).isEqualTo(expected);
    assertThat(tables.database.count("t")).isEqualTo(expected.size());
  }

  private Sink openFor(String kind) {
    switch (kind) {
      case "no index" -> tables.database.execute("CREATE TABLE IF NOT EXISTS t (id text, n int8)");
      case "check" ->
          tables.database.execute(
              "CREATE TABLE IF NOT EXISTS t (id text PRIMARY KEY, n int8 NOT NULL CHECK (n > 0))");
      default -> {
        // The sink creates the table.
      }
    }
    return switch (kind) {
      case "table" -> tables.open("guard", "table");
      case "column", "check" -> tables.open("guard", "column");
      default -> tables.open();
    };
  }

  /** Small batches from several lanes of several processes; a deadlock victim tries again. */
  private static void race(List<Sink> sinks, List<Delivery> history, Random random)
      throws Exception {
    List<Callable<Boolean>> lanes = new ArrayList<>();
    int from = 0;
    while (from < history.size()) {
      int to = Math.min(history.size(), from + 1 + random.nextInt(6));
      List<Delivery> batch = oncePerKey(history.subList(from, to));
      Sink sink = sinks.get(random.nextInt(sinks.size()));
      lanes.add(() -> writeAtLast(sink, batch));
      from = to;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> written : threads.invokeAll(lanes)) {
        assertThat(written.get()).isTrue();
      }
    }
  }

  private static List<Delivery> oncePerKey(List<Delivery> deliveries) {
    Map<String, Delivery> latest = new HashMap<>();
    for (Delivery each : deliveries) {
      latest.merge(each.key().text(), each, (a, b) -> a.version().isAfter(b.version()) ? a : b);
    }
    return List.copyOf(latest.values());
  }

  private static boolean writeAtLast(Sink sink, List<Delivery> batch) throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      try {
        return sink.write(batch).isEmpty();
      } catch (SinkException.Unavailable e) {
        assertThat(e).hasMessageContaining("deadlock");
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "table"})
  void waitsForAnInsertUnderWayBeforeItDeletesNothing(String guard) throws Exception {
    Sink sink = tables.open("guard", guard);
    Changes changes = Tables.prepared(sink, "t", ROW);
    Tables.writeAll(sink, changes.upsert("other", 1, ROW.with("id", "2")));
    try (Connection slow = tables.database.connect();
        ExecutorService lane = Executors.newVirtualThreadPerTaskExecutor()) {
      slow.setAutoCommit(false);
      writeWithoutCommit(slow, guard, changes.upsert("r", 1, ROW));
      Future<?> delete =
          lane.submit(
              () -> {
                Tables.writeAll(sink, changes.delete("r", 1, ROW));
                return true;
              });
      awaitBlockedSession();

      slow.commit();
      delete.get();
    }

    assertThat(tables.database.value("SELECT count(*) FROM t WHERE id = '1'")).isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "table"})
  void waitsForADeleteUnderWayBeforeItInsertsSomethingOlder(String guard) throws Exception {
    Sink sink = tables.open("guard", guard);
    Changes changes = Tables.prepared(sink, "t", ROW);
    Tables.writeAll(sink, changes.upsert("other", 1, ROW.with("id", "2")));
    try (Connection slow = tables.database.connect();
        ExecutorService lane = Executors.newVirtualThreadPerTaskExecutor()) {
      slow.setAutoCommit(false);
      writeWithoutCommit(slow, guard, changes.delete("r", 2, ROW));
      Future<?> insert =
          lane.submit(
              () -> {
                Tables.writeAll(sink, changes.upsert("r", 1, ROW));
                return true;
              });
      awaitBlockedSession();

      slow.commit();
      insert.get();
    }

    assertThat(tables.database.value("SELECT count(*) FROM t WHERE id = '1'")).isEqualTo(0L);
  }

  /** What a lane of another process does, up to the commit. */
  private void writeWithoutCommit(Connection connection, String guard, Delivery delivery)
      throws Exception {
    Table table = TableReader.read(connection, new TableName("public", "t")).orElseThrow();
    Protection protection =
        Protection.of(guard.equals("auto") ? Guard.AUTO : Guard.TABLE, table, List.of("id"));
    List<Column> columns =
        List.of(table.column("id").orElseThrow(), table.column("n").orElseThrow());
    Scripts scripts = new Scripts(table, columns, 1, protection);
    RowSet rows = new RowSet("t");
    rows.add(delivery.key(), delivery.version(), new String[] {"1", "1"});
    (delivery.removes() ? scripts.delete() : scripts.upsert()).run(connection, rows);
  }

  private void awaitBlockedSession() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                tables.database.value(
                    "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()"),
            Boolean.TRUE::equals);
  }

  @Test
  void movesARowInOneTransactionAndKeepsAStaleRowFromTheOldKey() throws Exception {
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", ROW);
    Document to = ROW.with("id", "new");
    Tables.writeAll(sink, changes.upsert("r", 1, ROW));

    Tables.writeAll(sink, changes.moved("r", 3, ROW, to));
    Tables.writeAll(sink, changes.upsert("r", 2, ROW));

    assertThat(RowReader.all(tables.database, "t")).containsExactly(to);
  }

  @Test
  void doesNotMoveARowThatIsNewerAtTheOldKey() throws Exception {
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", ROW);
    Tables.writeAll(sink, changes.upsert("r", 5, ROW));

    Tables.writeAll(sink, changes.moved("r", 3, ROW, ROW.with("id", "new")));

    assertThat(tables.database.value("SELECT count(*) FROM t WHERE id = '1'")).isEqualTo(1L);
  }

  @Test
  void swapsTwoKeysInOneBatch() throws Exception {
    Sink sink = tables.open();
    Document a = Document.of("id", "a", "n", 1);
    Document b = Document.of("id", "b", "n", 2);
    Changes changes = Tables.prepared(sink, "t", a);
    Tables.writeAll(sink, changes.upsert("r", 1, a), changes.upsert("s", 1, b));

    Tables.writeAll(
        sink,
        changes.moved("r", 2, a, a.with("id", "b")),
        changes.moved("s", 3, b, b.with("id", "c")));

    assertThat(RowReader.all(tables.database, "t")).doesNotContain(a);
    assertThat(tables.database.value("SELECT n FROM t WHERE id = 'c'")).isEqualTo(2L);
  }

  @Test
  void writesWhateverComesLastWithoutAGuard() throws Exception {
    Sink sink = tables.open("guard", "none");
    Changes changes = Tables.prepared(sink, "t", ROW);

    Tables.writeAll(sink, changes.upsert("r", 2, ROW.with("n", 2)));
    Tables.writeAll(sink, changes.upsert("r", 1, ROW));

    assertThat(RowReader.all(tables.database, "t")).containsExactly(ROW);
    assertThat(tables.database.value("SELECT to_regclass('_s3db_versions')::text")).isNull();
    assertThat(tables.database.rows("SELECT * FROM t").getFirst()).hasSize(2);
  }

  @Test
  void refusesToGuardNothingWithoutAUniqueIndex() {
    tables.database.execute("CREATE TABLE t (id text, n int8)");
    Sink sink = tables.open("guard", "none");

    assertThatThrownBy(() -> sink.prepare(Tables.transformed("t"), ROW))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("no unique index on its key [id]");
  }

  @Test
  void addsItsColumnToATableOnlyWhenToldTo() throws Exception {
    tables.database.execute("CREATE TABLE t (id text PRIMARY KEY, n int8)");

    Tables.prepared(tables.open(), "t", ROW);
    assertThat(columns()).doesNotContain("_s3db_version");
    Tables.prepared(tables.open("guard", "column"), "t", ROW);

    assertThat(columns()).contains("_s3db_version");
  }

  private String columns() {
    return String.valueOf(
        tables.database.value(
            "SELECT string_agg(attname, ',') FROM pg_attribute"
                + " WHERE attrelid = 't'::regclass AND attnum > 0"));
  }

  @Test
  void stillGuardsATableWhoseOwnerTightenedIt() throws Exception {
    Sink sink = tables.open();
    Changes changes = Tables.prepared(sink, "t", ROW);
    Tables.writeAll(sink, changes.upsert("r", 1, ROW));
    tables.database.execute("ALTER TABLE t ALTER COLUMN n SET NOT NULL");

    Tables.writeAll(sink, changes.delete("s", 5, Document.of("id", "never there")));
    Tables.writeAll(sink, changes.upsert("s", 4, ROW.with("id", "never there")));
    Tables.writeAll(sink, changes.delete("r", 1, ROW));

    assertThat(tables.database.count("t")).isZero();
  }

  @Test
  void forgetsTombstonesAfterSevenDays() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-01-01T00:00:00Z"));
    Sink sink =
        tables.openWith(tables.context.withTime(now::get), tables.database.connectionString());
    Changes changes = Tables.prepared(sink, "t", ROW);
    Tables.writeAll(
        sink,
        changes.delete("r", 1, Document.of("id", "old")),
        changes.delete("s", 1, Document.of("id", "young")));
    tables.database.execute(
        "UPDATE _s3db_versions SET at = now() - interval '169 hours' WHERE key LIKE '%old%'",
        "UPDATE _s3db_versions SET at = now() - interval '167 hours' WHERE key LIKE '%young%'");

    Tables.writeAll(sink, changes.upsert("u", 1, ROW));
    assertThat(tables.database.count("_s3db_versions")).isEqualTo(2);
    now.set(now.get().plus(Duration.ofHours(1)));
    Tables.writeAll(sink, changes.upsert("u", 1, ROW));

    assertThat(tables.database.rows("SELECT key FROM _s3db_versions"))
        .containsExactly(Map.of("key", "{\"id\":\"young\"}"));
  }
}
