package io.s3db.sink.bigquery;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.version.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deliveries of one batch as messages for one table. */
final class RowEncoder {
  private final Layout layout;
  private final MessageBuffer buffer = new MessageBuffer();
  private final Map<String, Optional<String>> columns = new HashMap<>();
  private long droppedValues;

  RowEncoder(Layout layout) {
    this.layout = layout;
  }

  /** The messages of a delivery, in the order in which they must be applied. */
  List<ByteString> rows(Delivery delivery) throws UnfitValueException {
    try {
      return switch (layout.writing()) {
        case CHANGES -> changes(delivery);
        case PLAIN, HISTORY -> List.of(added(delivery));
      };
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private List<ByteString> changes(Delivery delivery) throws UnfitValueException, IOException {
    List<ByteString> rows = new ArrayList<>(2);
    for (Key replaced : delivery.replacedKeys()) {
      rows.add(removed(replaced, delivery.version()));
    }
    Document row = delivery.data();
    rows.add(
        row == null || delivery.removes()
            ? removed(delivery.key(), delivery.version())
            : present(delivery, row));
    return rows;
  }

  private ByteString present(Delivery delivery, Document row)
      throws UnfitValueException, IOException {
    Set<String> written = new HashSet<>();
    key(delivery.key(), written);
    fields(row, written);
    requireAll(written);
    return change("UPSERT", delivery.version());
  }

  /** A row to remove holds its key; columns that take no null hold something, which is not read. */
  private ByteString removed(Key key, Version version) throws UnfitValueException, IOException {
    Set<String> written = new HashSet<>();
    key(key, written);
    for (Column column : layout.table().columns().values()) {
      if (column.required() && !written.contains(column.name())) {
        Fillers.write(buffer.out(), layout.number(column.name()), column);
      }
    }
    return change("DELETE", version);
  }

  private ByteString change(String type, Version version) throws IOException {
    buffer.out().writeString(layout.changeType(), type);
    buffer.out().writeString(layout.sequenceNumber(), SequenceNumber.of(version));
    return buffer.take();
  }

  private ByteString added(Delivery delivery) throws UnfitValueException, IOException {
    Set<String> written = new HashSet<>();
    if (layout.writing() == Writing.HISTORY) {
      history(delivery, written);
    }
    if (delivery.data() != null) {
      fields(delivery.data(), written);
    }
    requireAll(written);
    return buffer.take();
  }

  private void history(Delivery delivery, Set<String> written)
      throws UnfitValueException, IOException {
    value(OwnColumns.RECORD_ID, delivery.recordId(), written);
    value(OwnColumns.ACTION, delivery.operation().word(), written);
    value(OwnColumns.CHANGED_AT, delivery.changedAt().toString(), written);
    value(OwnColumns.VERSION, delivery.version().toString(), written);
    value(OwnColumns.DELIVERY, delivery.id().toString(), written);
  }

  private void key(Key key, Set<String> written) throws UnfitValueException, IOException {
    for (Map.Entry<String, @Nullable Object> field : key.fields().toMap().entrySet()) {
      Object value = field.getValue();
      String column =
          field.getKey().equals(OwnColumns.RECORD_ID)
              ? OwnColumns.RECORD_ID
              : column(field.getKey()).orElse(field.getKey());
      if (value != null) {
        value(column, value, written);
      }
    }
  }

  private void fields(Document row, Set<String> written) throws UnfitValueException, IOException {
    for (Map.Entry<String, @Nullable Object> field : row.toMap().entrySet()) {
      Object value = field.getValue();
      Optional<String> column = value == null ? Optional.empty() : column(field.getKey());
      if (value == null) {
        continue;
      }
      if (column.isEmpty()) {
        droppedValues++;
      } else if (!written.contains(column.get())) {
        value(column.get(), value, written);
      }
    }
  }

  private void value(String column, Object value, Set<String> written)
      throws UnfitValueException, IOException {
    CodedOutputStream out = buffer.out();
    try {
      Values.write(out, layout.number(column), layout.column(column), value);
    } catch (UnfitValueException e) {
      buffer.drop();
      throw e;
    }
    written.add(column);
  }

  private void requireAll(Set<String> written) throws UnfitValueException, IOException {
    for (Column column : layout.table().columns().values()) {
      if (column.required() && !written.contains(column.name())) {
        buffer.drop();
        throw new UnfitValueException(
            "REQUIRED",
            "column " + column.name() + " (" + column.type() + ", REQUIRED) cannot be null");
      }
    }
  }

  private Optional<String> column(String field) {
    return columns.computeIfAbsent(field, layout::columnOf);
  }

  /** How many values had no column and were left out. */
  long droppedValues() {
    return droppedValues;
  }
}
