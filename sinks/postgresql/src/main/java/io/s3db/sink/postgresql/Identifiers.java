package io.s3db.sink.postgresql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Names in SQL text. Every name goes through {@link #quoted}; case and characters are kept. */
final class Identifiers {
  /** The version of the row, in tables we create. */
  static final String VERSION = "_s3db_version";

  /** The id of the source record, in tables we create for rows that have no key of their own. */
  static final String RECORD_ID = "_s3db_id";

  /** The table beside the others that holds tombstones and versions. */
  static final String VERSIONS_TABLE = "_s3db_versions";

  private static final int MOST_BYTES = 63;
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private Identifiers() {}

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(List<String> names) {
    return names.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
  }

  /**
   * Why PostgreSQL could not have an object of this name: it would refuse or, worse, shorten it.
   */
  static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (!Texts.isStorable(name)) {
      return Optional.of("holds a character that PostgreSQL cannot store");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return bytes > MOST_BYTES
        ? Optional.of("has " + bytes + " bytes, and PostgreSQL keeps only " + MOST_BYTES)
        : Optional.empty();
  }

  /** Why a field of this name could not be a column. */
  static Optional<String> columnProblem(String name) {
    return SYSTEM_COLUMNS.contains(name) || name.equals(VERSION)
        ? Optional.of("is reserved")
        : problem(name);
  }
}
