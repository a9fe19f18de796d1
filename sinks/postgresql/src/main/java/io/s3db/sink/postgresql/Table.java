package io.s3db.sink.postgresql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as it is now.
 *
 * @param schema its schema
 * @param name its name
 * @param columns all of them, in order
 * @param primaryKey the columns of the primary key, empty if there is none
 * @param uniqueKeys the columns of each unique index that a conflict can be decided on
 * @param ours whether we created it
 * @param plain whether a row of nothing but a key can stand in it for a moment: no checks,
 *     triggers, partitions
 */
record Table(
    String schema,
    String name,
    List<Column> columns,
    List<String> primaryKey,
    Set<Set<String>> uniqueKeys,
    boolean ours,
    boolean plain) {
  Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  boolean has(String column) {
    return column(column).isPresent();
  }

  boolean hasVersion() {
    return has(Identifiers.VERSION);
  }

  String quoted() {
    return Identifiers.quoted(schema) + "." + Identifiers.quoted(name);
  }

  /** The table of tombstones and versions beside it. */
  String versions() {
    return Identifiers.quoted(schema) + "." + Identifiers.quoted(Identifiers.VERSIONS_TABLE);
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
