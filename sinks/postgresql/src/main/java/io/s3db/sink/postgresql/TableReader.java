package io.s3db.sink.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a table looks like from PostgreSQL's catalogue. */
final class TableReader {
  /** Marks the tables we made. */
  static final String COMMENT = "Made by S3DB replication.";

  private static final String TABLE =
      """
      SELECT c.oid::int8 AS oid, n.nspname, c.relname, c.relkind::text AS relkind,
        coalesce(obj_description(c.oid, 'pg_class'), '') AS comment,
        c.relkind = 'r' AND NOT c.relispartition
          AND NOT EXISTS (SELECT FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.contype IN ('c', 'x'))
          AND NOT EXISTS (SELECT FROM pg_trigger g
            WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) AS plain
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(?::text)
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, -1) AS type,
        coalesce(b.typname, t.typname) AS base,
        coalesce(b.typcategory, t.typcategory)::text = 'A' AS is_array,
        coalesce(e.typname, 'text') AS element,
        a.attgenerated = '' AS writable,
        a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS needs_value
      FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
        LEFT JOIN pg_type e ON e.oid = coalesce(b.typelem, t.typelem)
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private static final String KEYS =
      """
      SELECT i.indisprimary, i.indimmediate AND i.indisvalid AS usable,
        array_agg(a.attname::text ORDER BY k.place) AS columns
      FROM pg_index i
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ?::oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
        AND k.place <= i.indnkeyatts
      GROUP BY i.indexrelid, i.indisprimary, i.indimmediate, i.indisvalid
      """;

  private TableReader() {}

  /**
   * The table, if there is one; a view, sequence or foreign table is none that can be written to in
   * this way.
   */
  static Optional<Table> read(Connection connection, TableName name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setString(1, name.quoted());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(table(connection, row)) : Optional.empty();
      }
    }
  }

  private static Table table(Connection connection, ResultSet row) throws SQLException {
    String shown = row.getString("nspname") + "." + row.getString("relname");
    String kind = row.getString("relkind");
    if (!kind.equals("r") && !kind.equals("p")) {
      throw new SQLException(shown + " is no table", "42809");
    }
    long oid = row.getLong("oid");
    List<Column> columns = columns(connection, oid);
    List<String> primaryKey = new ArrayList<>();
    Set<Set<String>> uniqueKeys = keys(connection, oid, primaryKey);
    boolean ours =
        row.getString("comment").startsWith(COMMENT)
            || columns.stream().anyMatch(column -> column.name().equals(Identifiers.VERSION));
    return new Table(
        row.getString("nspname"),
        row.getString("relname"),
        columns,
        List.copyOf(primaryKey),
        uniqueKeys,
        ours,
        row.getBoolean("plain"));
  }

  private static List<Column> columns(Connection connection, long oid) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(
              new Column(
                  row.getString("attname"),
                  row.getString("type"),
                  row.getBoolean("is_array")
                      ? ValueKind.ARRAY
                      : ValueKind.of(row.getString("base")),
                  ValueKind.of(row.getString("element")),
                  row.getBoolean("writable"),
                  row.getBoolean("needs_value")));
        }
      }
    }
    return List.copyOf(columns);
  }

  private static Set<Set<String>> keys(Connection connection, long oid, List<String> primaryKey)
      throws SQLException {
    Set<Set<String>> unique = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Array array = row.getArray("columns");
          List<String> columns = List.of((String[]) array.getArray());
          if (row.getBoolean("indisprimary")) {
            primaryKey.addAll(columns);
          }
          if (row.getBoolean("usable")) {
            unique.add(Set.copyOf(columns));
          }
        }
      }
    }
    return unique;
  }
}
