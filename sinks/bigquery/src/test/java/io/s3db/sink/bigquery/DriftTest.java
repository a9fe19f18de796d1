package io.s3db.sink.bigquery;

import io.s3db.Document;
import io.s3db.testkit.sink.DriftContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** Tables of the fake are changed under the pipe. */
class DriftTest extends DriftContract {
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Override
  protected String driver() {
    return "bigquery";
  }

  @Override
  protected Map<String, Object> config() {
    return warehouse.config();
  }

  @Override
  protected Outcome expected(Drift drift) {
    return switch (drift) {
      case NEW_FIELD -> Outcome.FOLLOWS;
      case RETYPED_FIELD, COLUMN_RETYPED, COLUMN_REQUIRED -> Outcome.DEAD_LETTER;
      case RENAMED_FIELD, REMOVED_FIELD, COLUMN_DROPPED, TABLE_RENAMED, TABLE_TRUNCATED ->
          Outcome.FOUND_BY_VERIFY;
    };
  }

  @Override
  protected void change(Drift drift) {
    switch (drift) {
      case COLUMN_DROPPED -> alter("note", _ -> Map.of());
      case COLUMN_RETYPED -> alter("total", field -> with(field, "type", "BOOLEAN"));
      case COLUMN_REQUIRED -> alter("note", field -> with(field, "mode", "REQUIRED"));
      case TABLE_RENAMED -> warehouse.fake.dropTable(Warehouse.PROJECT, Warehouse.DATASET, "items");
      case TABLE_TRUNCATED ->
          warehouse.fake.truncateTable(Warehouse.PROJECT, Warehouse.DATASET, "items");
      case NEW_FIELD, REMOVED_FIELD, RENAMED_FIELD, RETYPED_FIELD -> {}
    }
  }

  @Override
  protected void mend(Drift drift) {
    switch (drift) {
      case COLUMN_RETYPED -> alter("total", field -> with(field, "type", "FLOAT"));
      case COLUMN_REQUIRED -> alter("note", field -> with(field, "mode", "NULLABLE"));
      case NEW_FIELD, REMOVED_FIELD, RENAMED_FIELD, RETYPED_FIELD -> {}
      case COLUMN_DROPPED, TABLE_RENAMED, TABLE_TRUNCATED -> {}
    }
  }

  private void alter(String column, UnaryOperator<Map<String, Object>> change) {
    List<Map<String, Object>> fields =
        warehouse.fields("items").stream()
            .map(DriftTest::copy)
            .map(field -> column.equals(field.get("name")) ? change.apply(field) : field)
            .filter(field -> !field.isEmpty())
            .toList();
    warehouse.fake.alterTable(
        Warehouse.PROJECT, Warehouse.DATASET, "items", Document.of("fields", fields));
  }

  private static Map<String, Object> copy(Map<?, ?> field) {
    Map<String, Object> copy = new LinkedHashMap<>();
    field.forEach((name, value) -> copy.put(name.toString(), value));
    return copy;
  }
}
