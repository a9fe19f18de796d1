package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.version.Version;
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
    if (delivery.replacedKey() != null) {
      put(delivery.replacedKey(), new Row(delivery.version().tombstone(), null));
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
