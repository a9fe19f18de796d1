package io.s3db.sink.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Removes tombstones that are older than any change that could still come late. */
final class Tombstones {
  private static final Duration BETWEEN = Duration.ofHours(1);
  private static final int MOST_AT_ONCE = 10_000;

  private final InstantSource time;
  private final Map<String, Instant> next = new ConcurrentHashMap<>();

  Tombstones(InstantSource time) {
    this.time = time;
  }

  /** Whether it is this caller's turn: for each table of versions, once an hour. */
  boolean isDue(Table table) {
    Instant now = time.instant();
    Instant due = next.get(table.versions());
    if (due == null) {
      return next.putIfAbsent(table.versions(), now.plus(BETWEEN)) == null;
    }
    return !now.isBefore(due) && next.replace(table.versions(), due, now.plus(BETWEEN));
  }

  /** Removes some of those of more than seven days; the index on their time finds them. */
  void prune(Connection connection, Table table) throws SQLException {
    SchemaSync.run(
        connection,
        "DELETE FROM "
            + table.versions()
            + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM "
            + table.versions()
            + " WHERE deleted AND at < now() - interval '7 days' LIMIT "
            + MOST_AT_ONCE
            + " FOR UPDATE SKIP LOCKED))");
    connection.commit();
  }
}
