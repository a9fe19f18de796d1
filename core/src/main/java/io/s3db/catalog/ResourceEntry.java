package io.s3db.catalog;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entry of one resource in the catalogue, as JSON and as what it means.
 *
 * @param name of the resource
 * @param tree the entry as it is written, with members not known here
 */
record ResourceEntry(String name, Map<String, @Nullable Object> tree) {
  static ResourceEntry of(String name, @Nullable Object entry) {
    return new ResourceEntry(name, Node.map("resource '" + name + "'", entry));
  }

  static ResourceEntry fresh(String name) {
    return new ResourceEntry(name, Map.of());
  }

  /** What the entry says of the resource. */
  CatalogResource resource() {
    String version = currentVersion();
    VersionEntry current = version(version);
    Map<String, PartitionDefinition> partitions =
        tree.get("partitions") == null
            ? current.partitions()
            : PartitionTree.parse(where() + ", partitions", tree.get("partitions"));
    return new CatalogResource(
        current.definition(name, partitions),
        version,
        registry(current),
        PluginIds.of(where(), current.attributes(), tree.get("pluginSchemaRegistry")),
        current.idGenerator());
  }

  /** The entry that makes the resource as wanted; this one if it is so already. */
  ResourceEntry declare(ResourceDefinition wanted, Instant now) {
    if (tree.isEmpty()) {
      return added(wanted, "v1", SchemaRegistry.empty(), now);
    }
    CatalogResource existing = resource();
    ResourceDefinition is = existing.definition();
    if (is.timestamps() != wanted.timestamps()
        || !DefinitionHash.canonicalJson(is).equals(DefinitionHash.canonicalJson(wanted))) {
      ResourceDefinition next =
          wanted.ids() instanceof IdForm.Default ? wanted.withIds(is.ids()) : wanted;
      return added(next, nextVersion(), existing.registry(), now);
    }
    boolean same =
        is.paranoid() == wanted.paranoid()
            && is.idSize() == wanted.idSize()
            && (wanted.ids() instanceof IdForm.Default || wanted.ids().equals(is.ids()));
    return same && tree.get("schemaRegistry") != null ? this : amended(wanted, existing);
  }

  private ResourceEntry added(
      ResourceDefinition wanted, String version, SchemaRegistry before, Instant now) {
    SchemaRegistry registry = before.evolve(AttributePaths.of(wanted.attributes()), now);
    Map<String, @Nullable Object> versions = new LinkedHashMap<>(versions());
    versions.put(version, VersionEntry.of(wanted, now).tree());
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    changed.put("currentVersion", version);
    changed.put("partitions", PartitionTree.of(wanted.partitions()));
    changed.put("createdBy", "user");
    tree.forEach(changed::putIfAbsent);
    changed.put("versions", versions);
    changed.put("schemaRegistry", RegistryTree.of(registry));
    changed.putIfAbsent("pluginSchemaRegistry", Map.of());
    return new ResourceEntry(name, changed);
  }

  private ResourceEntry amended(ResourceDefinition wanted, CatalogResource existing) {
    Map<String, @Nullable Object> versions = new LinkedHashMap<>(versions());
    versions.put(existing.version(), version(existing.version()).amended(wanted).tree());
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(tree);
    changed.put("versions", versions);
    changed.put("schemaRegistry", RegistryTree.of(existing.registry()));
    return new ResourceEntry(name, changed);
  }

  /** The stored registry; paths it does not know get the next numbers, in order. */
  private SchemaRegistry registry(VersionEntry current) {
    SchemaRegistry known =
        tree.get("schemaRegistry") == null
            ? RegistryTree.fromMap(where() + ", map", current.tree().get("map"))
            : RegistryTree.parse(where() + ", schemaRegistry", tree.get("schemaRegistry"));
    Set<String> paths = new LinkedHashSet<>(known.mapping().keySet());
    paths.addAll(AttributePaths.of(current.attributes()));
    return known.evolve(paths, Instant.EPOCH);
  }

  private String currentVersion() {
    Map<String, @Nullable Object> versions = versions();
    String current = Node.text(where() + ", currentVersion", tree.get("currentVersion"), "v1");
    if (versions.containsKey(current)) {
      return current;
    }
    if (versions.isEmpty()) {
      throw new CatalogException(where() + " has no versions", null);
    }
    return versions.keySet().iterator().next();
  }

  private VersionEntry version(String version) {
    return VersionEntry.parse(where() + ", version " + version, versions().get(version));
  }

  private Map<String, @Nullable Object> versions() {
    return Node.map(where() + ", versions", tree.get("versions"));
  }

  private String nextVersion() {
    int highest = 0;
    for (String version : versions().keySet()) {
      if (version.matches("v\\d{1,9}")) {
        highest = Math.max(highest, Integer.parseInt(version.substring(1)));
      }
    }
    return "v" + (highest + 1);
  }

  private String where() {
    return "resource '" + name + "'";
  }
}
