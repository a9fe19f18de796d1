package io.s3db.sink.bigquery;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.StoredRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a row would look after it was written and read again: fields by column. */
final class ReadBack {
  private final TableTarget target;
  private final Layout layout;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private ReadBack(TableTarget target) {
    this.target = target;
    this.layout = target.layout();
  }

  /** Nothing if the driver would refuse the row. */
  static Optional<StoredRow> written(TableTarget target, KeyFields names, Key key, Document row) {
    return new ReadBack(target).written(names, key, row);
  }

  private Optional<StoredRow> written(KeyFields names, Key key, Document row) {
    try {
      Map<String, @Nullable Object> keyValues = new LinkedHashMap<>();
      for (String name : names.names()) {
        Object value = key.fields().toMap().get(name);
        String column = keyColumn(layout, name);
        Object stored = value == null ? null : StoredValues.written(layout.column(column), value);
        keyValues.put(name, stored);
        fields.put(column, stored);
      }
      for (Map.Entry<String, @Nullable Object> field : row.toMap().entrySet()) {
        if (field.getValue() != null) {
          add(field.getKey(), field.getValue());
        }
      }
      requireAll();
      return Optional.of(new StoredRow(Document.wrap(keyValues), null, Document.wrap(fields)));
    } catch (UnfitValueException _) {
      return Optional.empty();
    }
  }

  /** The column of a field of the key. */
  static String keyColumn(Layout layout, String name) {
    return name.equals(OwnColumns.RECORD_ID) ? name : layout.columnOf(name).orElse(name);
  }

  private void add(String field, Object value) throws UnfitValueException {
    Optional<String> column = layout.columnOf(field);
    if (column.isEmpty()) {
      if (target.willAdd(field, value)) {
        fields.put(field, value); // no row has it yet: it shows as a difference
      }
    } else if (!fields.containsKey(column.get())) {
      Object stored = StoredValues.written(layout.column(column.get()), value);
      if (stored != null) {
        fields.put(column.get(), stored);
      }
    }
  }

  private void requireAll() throws UnfitValueException {
    for (Column column : layout.table().columns().values()) {
      boolean own = column.name().equals(OwnColumns.VERSION);
      if (column.required() && !own && !fields.containsKey(column.name())) {
        throw new UnfitValueException("REQUIRED", "column " + column.name() + " cannot be null");
      }
    }
  }
}
