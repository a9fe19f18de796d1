package io.s3db.record;

import io.s3db.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rebuilds nested objects from dotted paths. */
final class Nesting {
  private final Map<String, @Nullable Object> root = new LinkedHashMap<>();

  /** Puts a value at a path; objects given as a whole may be followed by members. */
  void put(String path, @Nullable Object value) {
    Map<String, @Nullable Object> parent = root;
    int from = 0;
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', from)) {
      parent = child(parent, path.substring(from, dot));
      from = dot + 1;
    }
    parent.put(path.substring(from), value);
  }

  Document document() {
    return Document.wrap(root);
  }

  @SuppressWarnings("unchecked") // every map here was made here or by the JSON parser
  private static Map<String, @Nullable Object> child(
      Map<String, @Nullable Object> parent, String name) {
    if (parent.get(name) instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    Map<String, @Nullable Object> made = new LinkedHashMap<>();
    parent.put(name, made);
    return made;
  }
}
