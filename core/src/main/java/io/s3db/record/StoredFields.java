package io.s3db.record;

import io.s3db.catalog.CatalogResource;
import io.s3db.json.Json;
import io.s3db.json.TooDeepException;
import io.s3db.store.StoredObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a stored record by attribute path, still encoded by type.
 *
 * <p>Where they lie is seen from the object alone, because the behaviour of a resource may have
 * changed since it was written.
 */
final class StoredFields {
  private StoredFields() {}

  /** Fields by path, names that stand for no attribute as they are; without system names. */
  static Map<String, @Nullable Object> of(
      Map<String, String> metadata, byte[] bytes, Map<String, String> known) {
    Map<String, @Nullable Object> body = jsonObject(bytes);
    Map<String, String> paths = known;
    Map<String, @Nullable Object> source = new LinkedHashMap<>();
    if (body != null && metadata.containsKey(SystemNames.MAP)) {
      paths = withInverse(paths, metadata.get(SystemNames.MAP));
      paths = withInverse(paths, metadata.get(SystemNames.PLUGIN_MAP));
      source.putAll(body);
    } else {
      if (body != null && isBodyPart(metadata)) {
        paths = withInverse(paths, metadata.get(SystemNames.PLUGIN_MAP));
        source.putAll(body);
      }
      addDecoded(source, metadata);
    }
    return byPath(source, paths);
  }

  /**
   * The fields of a record that is stored whole, before it is. Numbers and truth values lie in the
   * body, from which they are read as JSON has them.
   */
  static Map<String, @Nullable Object> ofMapped(
      Map<String, @Nullable Object> mapped, Map<String, String> paths) {
    Map<String, @Nullable Object> fields = byPath(mapped, paths);
    fields.replaceAll(
        (_, value) -> value instanceof Number number ? Json.parse(Json.write(number)) : value);
    return fields;
  }

  private static Map<String, @Nullable Object> byPath(
      Map<String, @Nullable Object> source, Map<String, String> paths) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    source.forEach(
        (name, value) -> {
          String path = paths.getOrDefault(name, name);
          if (!SystemNames.isSystem(name) && !path.equals("id")) {
            fields.put(path, value);
          }
        });
    return fields;
  }

  /**
   * Whether the body is content set by the application, and not part of the record: neither fields,
   * nor a copy of them that an update of s3db.js left, nor our stamp.
   */
  static boolean hasContent(StoredObject object) {
    if (object.body().length == 0) {
      return false;
    }
    Map<String, String> metadata = object.head().metadata();
    Map<String, @Nullable Object> body = jsonObject(object.body());
    return body == null
        || !(body.keySet().stream().anyMatch(NAMES_OF_RECORDS::contains)
            || metadata.containsKey(SystemNames.MAP)
            || isOverflow(metadata));
  }

  /** Members by which a JSON object is known as part of a record, or a copy of one. */
  static final Set<String> NAMES_OF_RECORDS = Set.of(SystemNames.VERSION, SystemNames.STAMP);

  /** Whether fields of the record lie in a body that is a JSON object. */
  static boolean isBodyPart(Map<String, String> metadata) {
    return isOverflow(metadata) || SystemNames.only(metadata);
  }

  private static boolean isOverflow(Map<String, String> metadata) {
    return "true".equals(metadata.get(SystemNames.OVERFLOW));
  }

  private static void addDecoded(
      Map<String, @Nullable Object> source, Map<String, String> metadata) {
    metadata.forEach(
        (name, stored) -> {
          if (stored.equals("null")) {
            source.put(name, null);
          } else if (!stored.equals("undefined")) {
            source.put(name, MetadataText.decode(stored));
          }
        });
  }

  /** Stored names and the paths they stand for; to be made once for each resource. */
  static Map<String, String> paths(CatalogResource resource) {
    Map<String, String> paths = new HashMap<>(resource.registry().pathsById());
    resource.pluginIds().forEach((path, id) -> paths.put(id, path));
    return paths;
  }

  /** With the names of the record's own map: attribute to id, the other way round. */
  private static Map<String, String> withInverse(
      Map<String, String> paths, @Nullable String encoded) {
    if (encoded == null
        || !(ValueDecoder.json(MetadataText.decode(encoded)) instanceof Map<?, ?> map)) {
      return paths;
    }
    Map<String, String> all = new HashMap<>(paths);
    map.forEach((path, id) -> all.put(String.valueOf(id), String.valueOf(path)));
    return all;
  }

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  private static @Nullable Map<String, @Nullable Object> jsonObject(byte[] body) {
    if (body.length == 0 || body[0] != '{') {
      return null;
    }
    try {
      return (Map<String, @Nullable Object>) Json.parse(body);
    } catch (TooDeepException e) {
      throw e; // it may well be a record; to take it for content would lose its fields
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
