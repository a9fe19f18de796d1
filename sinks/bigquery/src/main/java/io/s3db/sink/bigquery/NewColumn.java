package io.s3db.sink.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import org.jspecify.annotations.Nullable;

/**
 * A column to be made.
 *
 * @param name of the column
 * @param kind its type
 * @param description what is said of it; null for nothing
 */
record NewColumn(String name, ColumnKind kind, @Nullable String description) {
  /** A column for a field of records, which says so where it has another name. */
  static NewColumn of(String name, ColumnKind kind, String field) {
    return new NewColumn(name, kind, name.equals(field) ? null : ColumnNames.DESCRIPTION + field);
  }

  TableFieldSchema toModel() {
    TableFieldSchema field =
        new TableFieldSchema().setName(name).setType(legacyName()).setMode("NULLABLE");
    return description == null ? field : field.setDescription(description);
  }

  /** The REST interface names four types by their old names in what it answers. */
  private String legacyName() {
    return switch (kind) {
      case INT64 -> "INTEGER";
      case FLOAT64 -> "FLOAT";
      case BOOL -> "BOOLEAN";
      case STRUCT -> "RECORD";
      default -> kind.name();
    };
  }
}
