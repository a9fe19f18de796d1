package io.s3db.record;

import io.s3db.S3dbException;
import io.s3db.json.JsNumber;
import io.s3db.json.JsText;
import io.s3db.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distributes mapped fields between metadata and body, by one of the behaviours.
 *
 * @param version the version of the definition, {@code _v}
 * @param limit the most bytes of metadata names and values
 */
record Layout(String version, int limit) {
  private static final byte[] NOTHING = {};
  private static final String JSON = "application/json";
  private static final int NAMED = 3;

  /** All fields in metadata, or nothing if they do not fit. */
  @Nullable Unstamped inMetadata(Map<String, @Nullable Object> fields) {
    Map<String, String> metadata = metadata();
    fields.forEach((name, value) -> metadata.put(name, stored(value)));
    return size(metadata) <= limit ? new Unstamped(metadata, NOTHING, null) : null;
  }

  /** All fields in the body, the version in both. */
  Unstamped inBody(Map<String, @Nullable Object> fields) {
    return new Unstamped(metadata(), wholeBody(fields), JSON);
  }

  /** All fields in the body, and the attribute names that s3db.js needs to read it. */
  Unstamped bodyOnly(String record, Map<String, @Nullable Object> fields, Map<String, String> ids) {
    Map<String, String> metadata = metadata();
    metadata.put(SystemNames.MAP, MetadataText.encode(Json.write(JsText.propertyOrder(ids))));
    if (size(metadata) > limit) {
      throw new S3dbException(
          "METADATA_LIMIT",
          ("%s cannot be stored: the names of its %d attributes take %d bytes of metadata, and"
                  + " %d are allowed.")
              .formatted(record, ids.size(), size(metadata), limit),
          "Use fewer or shorter attribute names, or another behaviour than body-only.");
    }
    return new Unstamped(metadata, wholeBody(fields), JSON);
  }

  /** Small fields in metadata, the others in the body, with all of {@code together} there too. */
  Unstamped overflowing(Map<String, @Nullable Object> fields, Set<String> together) {
    Map<String, String> metadata = metadata();
    metadata.put(SystemNames.OVERFLOW, "true");
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    boolean full = false;
    for (String name : bySize(fields)) {
      String value = stored(fields.get(name));
      full |= size(metadata) + size(name, value) > limit;
      if (full || together.contains(name)) {
        body.put(name, fields.get(name));
      } else {
        metadata.put(name, value);
      }
    }
    return new Unstamped(metadata, Json.bytes(JsText.propertyOrder(body)), JSON);
  }

  /**
   * All that fits in metadata, small fields first. The first text that does not fit is cut; what
   * comes after it, and other values that do not fit, are left out: half a number or half a list
   * would be a wrong value.
   */
  Unstamped truncated(Map<String, @Nullable Object> fields, Set<String> cuttable) {
    Map<String, String> metadata = metadata();
    metadata.put(SystemNames.TRUNCATED, "true");
    for (String name : bySize(fields)) {
      Object value = fields.get(name);
      int room = limit - size(metadata) - size(name, "");
      String whole = stored(value);
      if (whole.length() <= room) {
        metadata.put(name, whole);
      } else if (room >= 0 && cuttable.contains(name) && value instanceof String text) {
        metadata.put(name, longestPrefix(text, room));
        break;
      }
    }
    return new Unstamped(metadata, NOTHING, null);
  }

  /** Says which record is too large, by how much, and which fields are the largest. */
  S3dbException tooLarge(String record, Map<String, @Nullable Object> fields, FieldMapper mapper) {
    Map<String, String> metadata = metadata();
    fields.forEach((name, value) -> metadata.put(name, stored(value)));
    List<String> names = bySize(fields).reversed();
    String largest =
        names.stream()
            .limit(NAMED)
            .map(name -> mapper.path(name) + " " + size(name, stored(fields.get(name))))
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    return new S3dbException(
        "METADATA_LIMIT",
        "%s takes %d bytes of metadata, and %d are allowed (largest fields: %s)."
            .formatted(record, size(metadata), limit, largest),
        "Shorten it, or declare the resource with the behaviour body-overflow.");
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(SystemNames.VERSION, version);
    return metadata;
  }

  private byte[] wholeBody(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(SystemNames.VERSION, version);
    body.putAll(fields);
    return Json.bytes(JsText.propertyOrder(body));
  }

  private static List<String> bySize(Map<String, @Nullable Object> fields) {
    Map<String, Integer> sizes = new HashMap<>();
    fields.forEach((name, value) -> sizes.put(name, size("", stored(value))));
    List<String> names = new ArrayList<>(JsText.propertyOrder(fields).keySet());
    names.sort(Comparator.comparingInt(name -> sizes.getOrDefault(name, 0)));
    return names;
  }

  private static String longestPrefix(String text, int room) {
    int low = 0;
    int high = text.codePointCount(0, text.length());
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (MetadataText.encode(prefix(text, middle)).length() <= room) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return MetadataText.encode(prefix(text, low));
  }

  private static String prefix(String text, int points) {
    return text.substring(0, text.offsetByCodePoints(0, points));
  }

  private static String stored(@Nullable Object value) {
    return switch (value) {
      case null -> MetadataText.encode(null);
      case Number number -> JsNumber.text(number);
      default -> value instanceof String text ? MetadataText.encode(text) : value.toString();
    };
  }

  static int size(Map<String, String> metadata) {
    int size = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      size += size(entry.getKey(), entry.getValue());
    }
    return size;
  }

  /** Metadata is ASCII: names by what names are kept, values by their encoding. */
  private static int size(String name, String value) {
    return name.length() + value.length();
  }
}
