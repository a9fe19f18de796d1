package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.version.Version;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows with versions, and tombstones of those that are gone. */
final class MemoryTable {
  private final Map<Key, Row> rows = new LinkedHashMap<>();

  /** Applies a delivery; false if the table holds something newer under its key. */
  synchronized boolean apply(Delivery delivery) {
    for (Key replaced : delivery.replacedKeys()) {
      put(replaced, new Row(delivery.version().tombstone(), null));
    }
    Document data = delivery.removes() ? null : delivery.data();
    return put(delivery.key(), new Row(delivery.version(), data));
  }

  synchronized Optional<Document> find(Key key) {
    return Optional.ofNullable(rows.get(key)).flatMap(Row::document);
  }

  synchronized Optional<Version> version(Key key) {
    return Optional.ofNullable(rows.get(key)).map(Row::version);
  }

  synchronized List<Document> all() {
    return rows.values().stream().flatMap(row -> row.document().stream()).toList();
  }

  /** The rows as they are, in the order of their keys' text. */
  synchronized List<StoredRow> stored() {
    return rows.entrySet().stream()
        .filter(entry -> entry.getValue().data() != null)
        .sorted(Comparator.comparing(entry -> entry.getKey().text()))
        .map(MemoryTable::stored)
        .toList();
  }

  private static StoredRow stored(Map.Entry<Key, Row> entry) {
    return new StoredRow(
        entry.getKey().fields(),
        entry.getValue().version(),
        entry.getValue().document().orElseThrow());
  }

  /** Changes a row behind everybody's back: null takes it away. */
  synchronized void tamper(Key key, Version version, @Nullable Document data) {
    rows.put(key, new Row(version, data));
  }

  private boolean put(Key key, Row row) {
    Row present = rows.get(key);
    if (present != null && present.version().isAfter(row.version())) {
      return false;
    }
    rows.put(key, row);
    return true;
  }

  private record Row(Version version, @Nullable Document data) {
    Optional<Document> document() {
      return Optional.ofNullable(data);
    }
  }
}
