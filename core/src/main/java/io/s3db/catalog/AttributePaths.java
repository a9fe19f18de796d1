package io.s3db.catalog;

import io.s3db.json.JsText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which paths of an attribute tree get a number, in the order in which they get it.
 *
 * <p>First every leaf of the tree, where a definition in object form is flattened too ({@code
 * kind.type}, {@code kind.values}), then the objects. That is how s3db.js numbers them.
 */
final class AttributePaths {
  private AttributePaths() {}

  static List<String> of(Map<String, Object> tree) {
    Set<String> paths = new LinkedHashSet<>();
    addLeaves("", tree, paths);
    addObjects("", tree, paths);
    return List.copyOf(paths);
  }

  private static void addLeaves(
      String prefix, Map<String, ? extends @Nullable Object> tree, Set<String> paths) {
    JsText.propertyOrder(tree)
        .forEach(
            (name, definition) -> {
              String path = prefix + name;
              if (definition instanceof Map<?, ?> map && !map.isEmpty()) {
                addLeaves(path + ".", members(map), paths);
              } else if (!path.contains("$$")) {
                paths.add(path);
              }
            });
  }

  private static void addObjects(
      String prefix, Map<String, ? extends @Nullable Object> tree, Set<String> paths) {
    JsText.propertyOrder(tree)
        .forEach(
            (name, definition) -> {
              if (name.startsWith("$$") || !(definition instanceof Map<?, ?> map)) {
                return;
              }
              if (!map.containsKey("__plugin__")) {
                paths.add(prefix + name);
              }
              if ("object".equals(map.get("$$type"))) {
                addObjects(prefix + name + ".", members(map), paths);
              }
            });
  }

  @SuppressWarnings("unchecked") // the catalogue is JSON: maps have text keys only
  private static Map<String, Object> members(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
