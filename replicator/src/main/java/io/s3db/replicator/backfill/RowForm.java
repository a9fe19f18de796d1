package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.replicator.spi.StoredRow;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of a row: its key, and the fields that have a value and are not ignored.
 *
 * @param keysOnly whether fields are not compared at all
 */
record RowForm(boolean keysOnly, VerifyOptions options) {
  RowDigest digest(StoredRow row) {
    return RowDigest.of(comparable(row));
  }

  /** The names of the fields in which two rows differ. */
  String differing(StoredRow row, StoredRow there) {
    Map<String, @Nullable Object> one = comparable(row);
    Map<String, @Nullable Object> other = comparable(there);
    Set<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    names.removeIf(name -> Document.same(one.get(name), other.get(name)));
    return String.join(", ", names);
  }

  private Map<String, @Nullable Object> comparable(StoredRow row) {
    Map<String, @Nullable Object> fields = new TreeMap<>(row.key().toMap());
    if (!keysOnly) {
      row.fields()
          .toMap()
          .forEach(
              (name, value) -> {
                if (value != null && !options.ignores(name)) {
                  fields.put(name, value);
                }
              });
    }
    return fields;
  }
}
