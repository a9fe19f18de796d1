package io.s3db.catalog;

import io.s3db.IsoTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a resource's definition in the catalogue.
 *
 * @param where it is, for messages
 * @param tree the entry as it is written, with members not known here
 * @param attributes the attribute tree
 */
record VersionEntry(
    String where, Map<String, @Nullable Object> tree, Map<String, Object> attributes) {
  private static final String OPTIONS = "idGeneratorOptions";

  static VersionEntry parse(String where, @Nullable Object entry) {
    Map<String, @Nullable Object> tree = Node.map(where, entry);
    if (tree.get("attributes") == null) {
      throw new CatalogException(where + " has no attributes", null);
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    Node.map(where + ", attributes", tree.get("attributes"))
        .forEach(
            (attribute, definition) -> {
              if (definition == null) {
                throw new CatalogException(
                    where + ": attribute '" + attribute + "' has no definition", null);
              }
              attributes.put(attribute, definition);
            });
    return new VersionEntry(where, tree, attributes);
  }

  static VersionEntry of(ResourceDefinition wanted, Instant now) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("hash", DefinitionHash.of(wanted));
    tree.put("attributes", wanted.attributes());
    tree.put("behavior", wanted.behavior().word());
    tree.put("timestamps", wanted.timestamps());
    tree.put("partitions", PartitionTree.of(wanted.partitions()));
    tree.put("paranoid", wanted.paranoid());
    tree.put("allNestedObjectsOptional", true);
    tree.put("autoDecrypt", true);
    tree.put("cache", false);
    tree.put("hooks", Map.of());
    tree.put("idSize", (long) wanted.idSize());
    putIds(tree, wanted.ids());
    tree.put("createdAt", IsoTime.text(now));
    return new VersionEntry("version", tree, wanted.attributes());
  }

  /** This version with what may change without a new one. */
  VersionEntry amended(ResourceDefinition wanted) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(tree);
    changed.put("paranoid", wanted.paranoid());
    changed.put("idSize", (long) wanted.idSize());
    if (!(wanted.ids() instanceof IdForm.Default)) {
      putIds(changed, wanted.ids());
    }
    return new VersionEntry(where, changed, attributes);
  }

  /** The word, as s3db.js has it; and what it does not keep, under a name of our own. */
  private static void putIds(Map<String, @Nullable Object> tree, IdForm ids) {
    tree.put(
        "idGenerator",
        switch (ids) {
          case IdForm.Default() -> "default";
          case IdForm.Sized(int size) -> (long) size;
          case IdForm.Custom() -> "custom";
          case IdForm.Incremental _, IdForm.Unstated() -> "incremental";
        });
    if (ids instanceof IdForm.Incremental form) {
      tree.put(OPTIONS, form.options().toMap());
    }
  }

  /** How ids are made. */
  IdForm ids() {
    return switch (idGenerator()) {
      case "custom" -> new IdForm.Custom();
      case "incremental" ->
          tree.get(OPTIONS) == null
              ? new IdForm.Unstated()
              : IdForm.Incremental.of(
                  io.s3db.Document.wrap(Node.map(where + ", " + OPTIONS, tree.get(OPTIONS))));
      default -> {
        String size = idGenerator();
        yield size.matches("[1-9]\\d{0,2}")
            ? new IdForm.Sized(Integer.parseInt(size))
            : new IdForm.Default();
      }
    };
  }

  ResourceDefinition definition(String name, Map<String, PartitionDefinition> partitions) {
    return new ResourceDefinition(
        name,
        attributes,
        behavior(),
        Node.truth(where + ", timestamps", tree.get("timestamps"), false),
        partitions,
        Node.truth(where + ", paranoid", tree.get("paranoid"), true),
        Node.number(where + ", idSize", tree.get("idSize"), ResourceDefinition.DEFAULT_ID_SIZE),
        ids());
  }

  Map<String, PartitionDefinition> partitions() {
    return PartitionTree.parse(where + ", partitions", tree.get("partitions"));
  }

  /** The word, or a number of characters as text. */
  String idGenerator() {
    Object generator = tree.get("idGenerator");
    return generator == null ? "default" : String.valueOf(generator);
  }

  private Behavior behavior() {
    String word =
        Node.text(where + ", behavior", tree.get("behavior"), Behavior.USER_MANAGED.word());
    try {
      return Behavior.parse(word);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(where + ": " + e.getMessage(), e);
    }
  }
}
