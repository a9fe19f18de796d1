package io.s3db;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an update changes a record, as s3db.js does it: plain objects are merged one level deep,
 * dotted names walk deeper, everything else (lists, null) replaces what was there.
 */
final class Merge {
  private Merge() {}

  static Document into(Document record, Document partial) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(record.toMap());
    partial.toMap().forEach((name, value) -> put(merged, name, value));
    return Document.wrap(merged);
  }

  private static void put(
      Map<String, @Nullable Object> record, String name, @Nullable Object value) {
    int dot = name.indexOf('.');
    if (dot > 0 && !record.containsKey(name)) {
      Map<String, @Nullable Object> inner = copy(record.get(name.substring(0, dot)));
      deep(inner, name.substring(dot + 1), value);
      record.put(name.substring(0, dot), inner);
    } else if (value instanceof Map<?, ?> && record.get(name) instanceof Map<?, ?> present) {
      Map<String, @Nullable Object> both = copy(present);
      both.putAll(copy(value));
      record.put(name, both);
    } else {
      record.put(name, value);
    }
  }

  /** The value at the end of a dotted name replaces what was there. */
  private static void deep(
      Map<String, @Nullable Object> object, String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    if (dot <= 0) {
      object.put(path, value);
      return;
    }
    Map<String, @Nullable Object> inner = copy(object.get(path.substring(0, dot)));
    deep(inner, path.substring(dot + 1), value);
    object.put(path.substring(0, dot), inner);
  }

  @SuppressWarnings("unchecked") // every map in a document has text keys
  private static Map<String, @Nullable Object> copy(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? new LinkedHashMap<>((Map<String, @Nullable Object>) map)
        : new LinkedHashMap<>();
  }
}
