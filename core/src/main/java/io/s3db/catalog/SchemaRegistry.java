package io.s3db.catalog;

import io.s3db.IsoTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a resource's attributes: written in base 36 they are the metadata names under
 * which values are stored.
 *
 * @param nextIndex the number the next new attribute gets
 * @param mapping attribute paths and their numbers, in order
 * @param burned numbers that removed attributes had, as the catalogue lists them; never used again
 */
public record SchemaRegistry(
    int nextIndex, Map<String, Integer> mapping, List<Map<String, @Nullable Object>> burned) {
  /** Copies, keeping the order. */
  public SchemaRegistry {
    mapping = Collections.unmodifiableMap(new LinkedHashMap<>(mapping));
    burned = List.copyOf(burned);
  }

  static SchemaRegistry empty() {
    return new SchemaRegistry(0, Map.of(), List.of());
  }

  /** The metadata name of an attribute or object, or nothing if it has no number. */
  public Optional<String> id(String path) {
    return Optional.ofNullable(mapping.get(path)).map(SchemaRegistry::text);
  }

  /** Metadata names and the paths they stand for. */
  public Map<String, String> pathsById() {
    Map<String, String> paths = new LinkedHashMap<>();
    mapping.forEach((path, index) -> paths.put(text(index), path));
    return paths;
  }

  /** Attribute paths and their metadata names, in order. */
  public Map<String, String> idsByPath() {
    Map<String, String> ids = new LinkedHashMap<>();
    mapping.forEach((path, index) -> ids.put(path, text(index)));
    return ids;
  }

  /**
   * The registry of a changed schema: known paths keep their number, new ones get a fresh one, the
   * numbers of those that are gone are burned.
   */
  SchemaRegistry evolve(Collection<String> paths, Instant now) {
    Map<String, Integer> kept = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> ashes = new ArrayList<>(burned);
    mapping.forEach(
        (path, index) -> {
          if (paths.contains(path)) {
            kept.put(path, index);
          } else {
            ashes.add(ash(path, index, now));
          }
        });
    int next = firstFree();
    for (String path : paths) {
      if (!kept.containsKey(path)) {
        kept.put(path, next++);
      }
    }
    return new SchemaRegistry(next, kept, ashes);
  }

  /** Above every number that is or was in use, whatever the file says. */
  private int firstFree() {
    int free = nextIndex;
    for (int index : mapping.values()) {
      free = Math.max(free, index + 1);
    }
    for (Map<String, @Nullable Object> ash : burned) {
      if (ash.get("index") instanceof Number index) {
        free = Math.max(free, index.intValue() + 1);
      }
    }
    return free;
  }

  private static Map<String, @Nullable Object> ash(String path, int index, Instant now) {
    Map<String, @Nullable Object> ash = new LinkedHashMap<>();
    ash.put("index", (long) index);
    ash.put("attribute", path);
    ash.put("burnedAt", IsoTime.text(now));
    ash.put("reason", "removed");
    return ash;
  }

  private static String text(int index) {
    return Integer.toString(index, 36);
  }
}
