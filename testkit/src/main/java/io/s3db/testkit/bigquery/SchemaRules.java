package io.s3db.testkit.bigquery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What BigQuery allows of a definition.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/schemas#column_names">Column names</a>
 * @see <a href="https://cloud.google.com/bigquery/docs/managing-table-schemas">Changing schemas</a>
 * @see <a href="https://cloud.google.com/bigquery/docs/primary-foreign-keys">Keys</a>
 */
final class SchemaRules {
  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]{1,1024}");
  private static final Pattern COLUMN =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}&%=+:'<>#|]{0,299}");
  private static final List<String> RESERVED =
      List.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP");
  private static final Set<String> KEY_TYPES =
      Set.of("BIGNUMERIC", "BOOL", "DATE", "DATETIME", "INT64", "NUMERIC", "STRING", "TIMESTAMP");
  private static final Set<String> TYPES =
      Set.of(
          "STRING",
          "BYTES",
          "INT64",
          "FLOAT64",
          "NUMERIC",
          "BIGNUMERIC",
          "BOOL",
          "TIMESTAMP",
          "DATE",
          "TIME",
          "DATETIME",
          "JSON",
          "GEOGRAPHY",
          "INTERVAL",
          "STRUCT",
          "RANGE");

  private SchemaRules() {}

  static void requireTableName(String name) throws RestException {
    if (!TABLE.matcher(name).matches()) {
      throw RestException.invalid("Invalid table ID \"" + name + "\".");
    }
  }

  /** Names and types. */
  static void requireColumns(List<FakeColumn> columns) throws RestException {
    Set<String> names = new HashSet<>();
    for (FakeColumn column : columns) {
      String upper = column.name().toUpperCase(Locale.ROOT);
      if (!COLUMN.matcher(column.name()).matches()
          || RESERVED.stream().anyMatch(upper::startsWith)) {
        throw RestException.invalid("Invalid field name \"" + column.name() + "\".");
      }
      if (!names.add(upper)) {
        throw RestException.invalid("Field " + column.name() + " already exists in schema");
      }
      if (!TYPES.contains(column.type())) {
        throw RestException.invalid("Invalid type " + column.type() + " of " + column.name());
      }
      requireColumns(column.fields());
    }
  }

  /** A primary key has at most 16 columns, of types that can be compared. */
  static void requireKey(List<String> key, List<FakeColumn> columns) throws RestException {
    if (key.size() > 16) {
      throw RestException.invalid("A primary key cannot have more than 16 columns");
    }
    Map<String, FakeColumn> byName = byName(columns);
    for (String name : key) {
      FakeColumn column = byName.get(name.toUpperCase(Locale.ROOT));
      if (column == null) {
        throw RestException.invalid("Column " + name + " of the primary key does not exist");
      }
      if (!KEY_TYPES.contains(column.type()) || column.repeated()) {
        throw RestException.invalid(
            "Column " + name + " of type " + column.type() + " cannot be in a primary key");
      }
    }
  }

  /** Columns are added as NULLABLE or REPEATED, relaxed, and never dropped or changed in type. */
  static void requireChange(String table, List<FakeColumn> old, List<FakeColumn> wanted)
      throws RestException {
    String mismatch = "Provided Schema does not match Table " + table + ". ";
    Map<String, FakeColumn> left = byName(old);
    for (FakeColumn column : wanted) {
      FakeColumn known = left.remove(column.name().toUpperCase(Locale.ROOT));
      if (known == null) {
        if (column.required()) {
          throw RestException.invalid(
              mismatch
                  + "Cannot add required fields to an existing schema. (field: "
                  + column.name()
                  + ")");
        }
        continue;
      }
      if (!known.type().equals(column.type())) {
        throw RestException.invalid(
            mismatch
                + "Field %s has changed type from %s to %s"
                    .formatted(column.name(), known.type(), column.type()));
      }
      boolean relaxed = known.required() && column.mode().equals("NULLABLE");
      if (!relaxed && !known.mode().equals(column.mode())) {
        throw RestException.invalid(
            mismatch
                + "Field %s has changed mode from %s to %s"
                    .formatted(column.name(), known.mode(), column.mode()));
      }
      requireChange(table, known.fields(), column.fields());
    }
    for (FakeColumn lost : left.values()) {
      throw RestException.invalid(mismatch + "Field " + lost.name() + " is missing in new schema");
    }
  }

  private static Map<String, FakeColumn> byName(List<FakeColumn> columns) {
    Map<String, FakeColumn> byName = new HashMap<>();
    columns.forEach(column -> byName.put(column.name().toUpperCase(Locale.ROOT), column));
    return byName;
  }
}
