package io.s3db.replicator.watch;

import io.s3db.replicator.journal.Position;
import io.s3db.version.Version;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a watch knows of all records, in a file: a million of them take no memory.
 *
 * <p>It follows from the journal and the store: what was not saved is found out again. Safe for
 * many threads.
 */
final class KnownObjects implements AutoCloseable {
  private static final String COLUMNS =
      "id, etag, size, modified, version, digest, settled, told, gone, walk";

  private static final String SECURE = "secure-delete";

  private final Table table;
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();

  /** Opens the file of a watch, makes it if it is missing; in memory without one. */
  KnownObjects(@Nullable Path file) {
    this.table = new Table(file);
  }

  Optional<String> meta(String name) {
    return table.row("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), name);
  }

  void meta(String name, String value) {
    table.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value);
  }

  Optional<Position> position() {
    return meta("position").map(Position::parse);
  }

  /** Makes everything durable, and that the journal before a position is in it. */
  void save(Position position) {
    meta("position", position.toString());
    table.save();
  }

  /** Takes back everything since the last save. */
  void undo() {
    numbers.clear();
    table.undo();
  }

  /** Whether a walk over a resource was completed. */
  boolean isLearned(String resource) {
    return table
        .row("SELECT learned FROM resource WHERE name = ?", row -> row.getInt(1), resource)
        .orElse(0)
        .equals(1);
  }

  void learned(String resource) {
    table.run("UPDATE resource SET learned = 1 WHERE number = ?", number(resource));
  }

  Optional<Known> find(String resource, String id) {
    return table.row(
        "SELECT " + COLUMNS + " FROM object WHERE resource = ? AND id = ?",
        row -> known(resource, row),
        number(resource),
        id);
  }

  /** Records in the order of their ids: after one, up to another or the end. */
  List<Known> range(String resource, String after, @Nullable String last, int most) {
    String columns = "SELECT " + COLUMNS + " FROM object WHERE resource = ? AND id > ?";
    String order = " ORDER BY id LIMIT " + most;
    return last == null
        ? table.rows(columns + order, row -> known(resource, row), number(resource), after)
        : table.rows(
            columns + " AND id <= ?" + order,
            row -> known(resource, row),
            number(resource),
            after,
            last);
  }

  void put(Known known) {
    table.run(
        "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        number(known.resource()),
        known.id(),
        known.etag(),
        known.size(),
        known.modified(),
        known.version().toString(),
        known.digest(),
        known.settled() ? 1 : 0,
        known.told() ? 1 : 0,
        known.gone() ? 1 : 0,
        known.walk());
  }

  /** Forgets a record that is gone; returns whether it was known. */
  boolean forget(String resource, String id) {
    table.run("DELETE FROM missing WHERE resource = ? AND id = ?", number(resource), id);
    return table.run("DELETE FROM object WHERE resource = ? AND id = ?", number(resource), id) > 0;
  }

  /** Sees to it that nothing of what was forgotten, and saved, is left in the file. */
  void clean() {
    boolean first = meta(SECURE).isEmpty();
    if (first) {
      meta(SECURE, "since then");
      table.save();
    }
    table.clean(first);
  }

  /** Forgets records that have been gone since before a time. */
  void forgetGone(Instant before) {
    Version version = new Version(before.toEpochMilli() << 16, 0, false);
    table.run("DELETE FROM object WHERE gone = 1 AND version < ?", version.toString());
  }

  void noneMissing() {
    table.run("DELETE FROM missing");
  }

  void missing(String resource, String id) {
    table.run("INSERT OR REPLACE INTO missing VALUES (?, ?)", number(resource), id);
  }

  List<String> missing(String resource, String after, int most) {
    return table.rows(
        "SELECT id FROM missing WHERE resource = ? AND id > ? ORDER BY id LIMIT " + most,
        row -> row.getString(1),
        number(resource),
        after);
  }

  private long number(String resource) {
    return numbers.computeIfAbsent(
        resource,
        name -> {
          table.run("INSERT OR IGNORE INTO resource (name, learned) VALUES (?, 0)", name);
          return table
              .row("SELECT number FROM resource WHERE name = ?", row -> row.getLong(1), name)
              .orElseThrow();
        });
  }

  private static Known known(String resource, ResultSet row) throws SQLException {
    return new Known(
        resource,
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        Version.parse(row.getString(5)),
        row.getString(6),
        row.getInt(7) == 1,
        row.getInt(8) == 1,
        row.getInt(9) == 1,
        row.getLong(10));
  }

  @Override
  public void close() {
    table.close();
  }
}
