package io.s3db.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registry of attribute numbers as the catalogue writes it. */
final class RegistryTree {
  private RegistryTree() {}

  static Map<String, @Nullable Object> of(SchemaRegistry registry) {
    Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
    registry.mapping().forEach((path, index) -> mapping.put(path, (long) index));
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("nextIndex", (long) registry.nextIndex());
    tree.put("mapping", mapping);
    tree.put("burned", registry.burned());
    return tree;
  }

  static SchemaRegistry parse(String where, @Nullable Object stored) {
    Map<String, @Nullable Object> tree = Node.map(where, stored);
    Map<String, Integer> mapping = new LinkedHashMap<>();
    Node.map(where + ".mapping", tree.get("mapping"))
        .forEach((path, index) -> mapping.put(path, number(where + ".mapping." + path, index)));
    List<Map<String, @Nullable Object>> burned = new ArrayList<>();
    if (tree.get("burned") instanceof List<?> ashes) {
      ashes.forEach(ash -> burned.add(Node.map(where + ".burned", ash)));
    }
    return checked(
        where,
        new SchemaRegistry(
            Node.number(where + ".nextIndex", tree.get("nextIndex"), 0), mapping, burned));
  }

  /** Old releases of s3db.js kept the metadata names in the version, and no registry. */
  static SchemaRegistry fromMap(String where, @Nullable Object map) {
    Map<String, Integer> mapping = new LinkedHashMap<>();
    Node.map(where, map)
        .forEach((path, id) -> mapping.put(path, base36(where, String.valueOf(id))));
    return checked(where, new SchemaRegistry(0, mapping, List.of()));
  }

  /** Two attributes of one number overwrite each other: no reader can tell them apart. */
  private static SchemaRegistry checked(String where, SchemaRegistry registry) {
    Map<Integer, String> owners = new LinkedHashMap<>();
    registry
        .mapping()
        .forEach(
            (path, index) -> {
              String other = owners.put(index, path);
              if (other != null) {
                throw new CatalogException(
                    where
                        + " gives the number "
                        + index
                        + " to '"
                        + other
                        + "' and to '"
                        + path
                        + "'",
                    null);
              }
            });
    return registry;
  }

  private static int number(String where, @Nullable Object index) {
    if (index == null) {
      throw new CatalogException(where + " has no number", null);
    }
    return Node.number(where, index, 0);
  }

  private static int base36(String where, String id) {
    try {
      return Integer.parseInt(id, 36);
    } catch (NumberFormatException e) {
      throw new CatalogException(where + ": '" + id + "' is no number in base 36", e);
    }
  }
}
