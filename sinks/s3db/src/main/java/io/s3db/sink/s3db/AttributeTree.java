package io.s3db.sink.s3db;

import io.s3db.catalog.AttributeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the target's resource, held against the fields of a row.
 *
 * <p>S3DB keeps fields that no attribute declares, but under lower-case names and as text. A mirror
 * must not: each field is declared first, or left out and told.
 *
 * @param definitions by name; a map without a type is an object with attributes of its own
 */
record AttributeTree(Map<String, Object> definitions) {
  /**
   * This tree with a definition for every field of the row that has none, and a wider one where a
   * derived one is too narrow; itself if it holds the row.
   */
  AttributeTree widenedBy(Map<String, ? extends @Nullable Object> row) {
    Map<String, Object> wider = new LinkedHashMap<>(definitions);
    row.forEach(
        (name, value) -> {
          Object definition = definitions.get(name);
          if (definition == null && DerivedAttributes.canDeclare(name)) {
            DerivedAttributes.of(value).ifPresent(derived -> wider.put(name, derived));
          } else if (DerivedAttributes.isTooNarrow(definition, value)) {
            wider.put(name, DerivedAttributes.JSON);
          } else if (isObject(definition) && value instanceof Map<?, ?> inner) {
            wider.put(name, tree(definition).widenedBy(fields(inner)).definitions());
          }
        });
    return wider.equals(definitions) ? this : new AttributeTree(wider);
  }

  /** The fields of the row that are declared; the paths of the others are told. */
  Map<String, @Nullable Object> declaredOf(
      Map<String, ? extends @Nullable Object> row, String prefix, Consumer<String> dropped) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    row.forEach(
        (name, value) -> {
          Object definition = definitions.get(name);
          if (definition == null) {
            if (value != null) {
              dropped.accept(prefix + name);
            }
          } else if (isObject(definition) && value instanceof Map<?, ?> inner) {
            String path = prefix + name + ".";
            kept.put(name, tree(definition).declaredOf(fields(inner), path, dropped));
          } else {
            kept.put(name, value);
          }
        });
    return kept;
  }

  /** The fields whose definition here is not the one they had. */
  List<String> changedSince(AttributeTree before) {
    return definitions.keySet().stream()
        .filter(
            name -> {
              Object had = before.definitions().get(name);
              return had instanceof String && !had.equals(definitions.get(name));
            })
        .toList();
  }

  /** All definitions of both; where both have one, the other's. */
  AttributeTree with(Map<String, Object> other) {
    Map<String, Object> both = new LinkedHashMap<>(definitions);
    both.putAll(other);
    return new AttributeTree(both);
  }

  private static boolean isObject(@Nullable Object definition) {
    return definition instanceof Map<?, ?> map && !AttributeType.isDefinition(map);
  }

  @SuppressWarnings("unchecked") // the catalogue is JSON: maps have text keys only
  private static AttributeTree tree(@Nullable Object definition) {
    return new AttributeTree(
        definition instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
  }

  @SuppressWarnings("unchecked") // every map in a document has text keys
  private static Map<String, @Nullable Object> fields(Map<?, ?> inner) {
    return (Map<String, @Nullable Object>) inner;
  }
}
