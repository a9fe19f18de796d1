package io.s3db.cli.operate;

import io.s3db.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a daemon answers; what is missing or null is told as such, for fields may come and go.
 */
final class Json {
  private Json() {}

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  static List<Document> objects(Document document, String name) {
    List<Document> objects = new ArrayList<>();
    if (document.get(name) instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> map) {
          objects.add(Document.wrap((Map<String, @Nullable Object>) map));
        }
      }
    }
    return objects;
  }

  static Optional<Document> object(Document document, String name) {
    return document.get(name) instanceof Map<?, ?>
        ? Optional.of(document.document(name))
        : Optional.empty();
  }

  static String text(Document document, String name) {
    return document.get(name) instanceof String text ? text : "";
  }

  static long whole(Document document, String name) {
    return document.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
