package io.s3db.sink.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Creates tables, adds and widens columns. Never drops, never narrows, never creates schemas.
 *
 * <p>Lanes and processes may do so at once: each change holds a lock of the database that all S3DB
 * sinks share, and looks again before it acts.
 */
final class SchemaSync {
  /** "S3DB" in ASCII: the advisory lock around every change of a definition. */
  private static final long LOCK = 0x53334442L;

  private SchemaSync() {}

  /**
   * Creates a table unless it exists.
   *
   * @param columns names and types, in order
   */
  static void createTable(
      Connection connection,
      TableName name,
      Map<String, String> columns,
      List<String> key,
      boolean versioned)
      throws SQLException {
    List<String> parts = new ArrayList<>();
    columns.forEach((column, type) -> parts.add(Identifiers.quoted(column) + " " + type));
    if (versioned) {
      parts.add(versionColumn());
    }
    parts.add("PRIMARY KEY (" + Identifiers.quoted(key) + ")");
    lock(connection);
    if (TableReader.read(connection, name).isEmpty()) {
      run(connection, "CREATE TABLE " + name.quoted() + " (" + String.join(", ", parts) + ")");
      run(connection, "COMMENT ON TABLE " + name.quoted() + " IS '" + TableReader.COMMENT + "'");
    }
    connection.commit();
  }

  /** Adds columns unless they exist. */
  static void addColumns(Connection connection, Table table, Map<String, String> columns)
      throws SQLException {
    List<String> parts = new ArrayList<>();
    columns.forEach(
        (column, type) ->
            parts.add("ADD COLUMN IF NOT EXISTS " + Identifiers.quoted(column) + " " + type));
    lock(connection);
    run(connection, "ALTER TABLE " + table.quoted() + " " + String.join(", ", parts));
    connection.commit();
  }

  /** Adds our version column unless it exists. */
  static void addVersion(Connection connection, Table table) throws SQLException {
    lock(connection);
    run(
        connection,
        "ALTER TABLE " + table.quoted() + " ADD COLUMN IF NOT EXISTS " + versionColumn());
    connection.commit();
  }

  /** Changes the type of a column to a wider one; the table is rewritten. */
  static void widen(Connection connection, Table table, Column column, String type)
      throws SQLException {
    String value =
        column.kind() == ValueKind.TIMESTAMPTZ
            ? "to_char("
                + column.quoted()
                + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            : column.quoted() + "::" + type;
    lock(connection);
    run(
        connection,
        "ALTER TABLE "
            + table.quoted()
            + " ALTER COLUMN "
            + column.quoted()
            + " TYPE "
            + type
            + " USING "
            + value);
    connection.commit();
  }

  /** Creates the table of tombstones and versions unless it exists. */
  static void createVersions(Connection connection, Table table) throws SQLException {
    lock(connection);
    for (String statement : versionsDefinition(table)) {
      run(connection, statement);
    }
    connection.commit();
  }

  /** The statements that make the table of tombstones and versions. */
  static List<String> versionsDefinition(Table table) {
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + table.versions()
            + " (target text COLLATE \"C\" NOT NULL, key text COLLATE \"C\" NOT NULL,"
            + " version text COLLATE \"C\" NOT NULL, deleted boolean NOT NULL,"
            + " at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (target, key))",
        "CREATE INDEX IF NOT EXISTS "
            + Identifiers.quoted(Identifiers.VERSIONS_TABLE + "_tombstones")
            + " ON "
            + table.versions()
            + " (at) WHERE deleted");
  }

  private static String versionColumn() {
    return Identifiers.quoted(Identifiers.VERSION) + " text COLLATE \"C\"";
  }

  static void lock(Connection connection) throws SQLException {
    run(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
