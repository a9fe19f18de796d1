package io.s3db.sink.bigquery;

import com.google.api.services.bigquery.model.TableConstraints;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import io.s3db.Document;
import io.s3db.replicator.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a table that we create.
 *
 * @param columns in order
 * @param primaryKey the names of its columns; empty for none
 */
record NewTable(List<NewColumn> columns, List<String> primaryKey) {
  /** Copies the lists. */
  NewTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /**
   * A table that mirrors: key columns first, then the version, by which a verification knows the
   * rows that are ours, then attributes of the source, then other fields.
   */
  static NewTable mirror(Target target, Document sample, List<String> key) {
    Map<String, NewColumn> columns = new LinkedHashMap<>();
    for (String field : key) {
      ColumnKind kind =
          CreatedTypes.of(target, field, sample.toMap().get(field)).orElse(ColumnKind.STRING);
      boolean own = field.equals(OwnColumns.RECORD_ID);
      String name = own ? field : ColumnNames.free(field, false, columns.keySet());
      columns.put(name, NewColumn.of(name, CreatedTypes.ofKey(kind), field));
    }
    List<String> primaryKey = List.copyOf(columns.keySet());
    columns.put(OwnColumns.VERSION, new NewColumn(OwnColumns.VERSION, ColumnKind.STRING, null));
    addFields(columns, target, sample, Writing.CHANGES, Set.copyOf(key));
    return new NewTable(List.copyOf(columns.values()), primaryKey);
  }

  /** A table that keeps a history: what happened, then the fields. */
  static NewTable history(Target target, Document sample) {
    Map<String, NewColumn> columns = new LinkedHashMap<>();
    OwnColumns.HISTORY.forEach((name, kind) -> columns.put(name, new NewColumn(name, kind, null)));
    addFields(columns, target, sample, Writing.HISTORY, Set.of());
    return new NewTable(List.copyOf(columns.values()), List.of());
  }

  private static void addFields(
      Map<String, NewColumn> columns,
      Target target,
      Document sample,
      Writing writing,
      Set<String> done) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (!target.transformed()) {
      target.attributes().keySet().forEach(field -> fields.put(field, null));
    }
    fields.putAll(sample.toMap());
    fields.keySet().removeAll(done);
    fields.forEach(
        (field, value) ->
            CreatedTypes.of(target, field, value)
                .ifPresent(
                    kind -> {
                      boolean taken = OwnColumns.isTaken(field, writing);
                      String name = ColumnNames.free(field, taken, columns.keySet());
                      columns.put(name, NewColumn.of(name, kind, field));
                    }));
  }

  com.google.api.services.bigquery.model.Table toModel() {
    List<TableFieldSchema> fields = columns.stream().map(NewColumn::toModel).toList();
    com.google.api.services.bigquery.model.Table table =
        new com.google.api.services.bigquery.model.Table()
            .setSchema(new TableSchema().setFields(fields));
    return primaryKey.isEmpty()
        ? table
        : table.setTableConstraints(
            new TableConstraints()
                .setPrimaryKey(new TableConstraints.PrimaryKey().setColumns(primaryKey)));
  }
}
