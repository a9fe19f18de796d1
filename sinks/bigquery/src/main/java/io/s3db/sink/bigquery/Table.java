package io.s3db.sink.bigquery;

import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as the server describes it.
 *
 * @param etag changes with every change of its definition
 * @param type {@code TABLE}, or what it is instead
 * @param columns by name, in order
 * @param primaryKey the names of its columns; empty if there is none
 * @param fields the columns as the server describes them
 */
record Table(
    String etag,
    String type,
    Map<String, Column> columns,
    List<String> primaryKey,
    List<TableFieldSchema> fields) {
  static Table read(com.google.api.services.bigquery.model.Table table) {
    List<TableFieldSchema> fields =
        table.getSchema() == null || table.getSchema().getFields() == null
            ? List.of()
            : table.getSchema().getFields();
    Map<String, Column> columns = new LinkedHashMap<>();
    fields.forEach(field -> columns.put(field.getName(), Column.read(field)));
    return new Table(
        table.getEtag() == null ? "" : table.getEtag(),
        table.getType() == null ? "TABLE" : table.getType(),
        columns,
        primaryKey(table.getTableConstraints()),
        fields);
  }

  private static List<String> primaryKey(@Nullable TableConstraints constraints) {
    if (constraints == null
        || constraints.getPrimaryKey() == null
        || constraints.getPrimaryKey().getColumns() == null) {
      return List.of();
    }
    return List.copyOf(constraints.getPrimaryKey().getColumns());
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Whether there is a column of this name; BigQuery does not tell names apart by case. */
  boolean hasIgnoringCase(String column) {
    return columns.keySet().stream().anyMatch(column::equalsIgnoreCase);
  }
}
