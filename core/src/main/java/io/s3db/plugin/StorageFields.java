package io.s3db.plugin;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.json.Json;
import io.s3db.record.MetadataText;
import io.s3db.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of an object of a plugin: those in metadata, typed by their looks, and the body's. */
final class StorageFields {
  private static final String EXPIRES = "_expiresAt";

  private StorageFields() {}

  static Document of(StoredObject object) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    new TreeMap<>(object.head().metadata())
        .forEach((name, stored) -> fields.put(name, typed(MetadataText.decode(stored))));
    if (object.body().length > 0) {
      fields.putAll(body(object).toMap());
    }
    return Document.wrap(fields);
  }

  private static Document body(StoredObject object) {
    try {
      return Document.parse(new String(object.body(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new S3dbException(
          "PLUGIN_DATA_UNREADABLE",
          "The object '%s' of a plugin is no JSON object.".formatted(object.head().key()),
          "Remove it, or write it anew.",
          e);
    }
  }

  /** When it ends; s3db.js keeps that in metadata, in lower case, or in the body. */
  static Optional<Instant> expires(Document fields) {
    Object end = fields.has(EXPIRES) ? fields.get(EXPIRES) : fields.get("_expiresat");
    return end instanceof Number millis
        ? Optional.of(Instant.ofEpochMilli(millis.longValue()))
        : Optional.empty();
  }

  static Document shown(Document fields) {
    return fields.without(EXPIRES, "_expiresat");
  }

  private static @Nullable Object typed(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    if (text.matches("-?\\d{1,15}")) {
      return Long.parseLong(text);
    }
    if (text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?")) {
      return Double.parseDouble(text);
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        return Json.parse(text);
      } catch (IllegalArgumentException _) {
        return text;
      }
    }
    return text;
  }
}
