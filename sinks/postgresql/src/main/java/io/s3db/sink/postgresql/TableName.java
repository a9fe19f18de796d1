package io.s3db.sink.postgresql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as configured: {@code orders}, or {@code audit.orders} with its schema.
 *
 * @param schema the schema, or null for the first one of the search path
 * @param table the table
 */
record TableName(@Nullable String schema, String table) {
  /** Reads {@code schema.table}, or {@code table} in the schema given. */
  static TableName parse(String text, @Nullable String defaultSchema) {
    int dot = text.indexOf('.');
    return dot > 0 && dot < text.length() - 1
        ? new TableName(text.substring(0, dot), text.substring(dot + 1))
        : new TableName(defaultSchema, text);
  }

  /** Why there can be no such table. */
  Optional<String> problem() {
    Optional<String> own = Identifiers.problem(table).map(why -> "its name " + why);
    return own.isPresent() || schema == null
        ? own
        : Identifiers.problem(schema).map(why -> "the name of its schema " + why);
  }

  String quoted() {
    String own = Identifiers.quoted(table);
    return schema == null ? own : Identifiers.quoted(schema) + "." + own;
  }

  @Override
  public String toString() {
    return schema == null ? table : schema + "." + table;
  }
}
