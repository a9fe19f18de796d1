package io.s3db.catalog;

import io.s3db.IsoTime;
import io.s3db.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of a database, {@code s3db.json}: its resources, their versions and the numbers of
 * their attributes.
 *
 * <p>Immutable. Whatever the file holds that is not known here is kept as it is. A file that cannot
 * be understood as a whole is refused as a whole; nothing is dropped or healed.
 */
public final class Catalog {
  /** The release of s3db.js whose format is written. */
  private static final String FORMAT = "21.2.10";

  private final Map<String, @Nullable Object> tree;
  private final Map<String, CatalogResource> resources;

  private Catalog(Map<String, @Nullable Object> tree, Map<String, CatalogResource> resources) {
    this.tree = tree;
    this.resources = resources;
  }

  /** A catalogue without resources. */
  public static Catalog empty() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("version", "1");
    tree.put("s3dbVersion", FORMAT);
    tree.put("lastUpdated", null);
    tree.put("resources", Map.of());
    return new Catalog(tree, Map.of());
  }

  /**
   * Reads a catalogue. Optional members that are missing have the defaults of s3db.js.
   *
   * @throws CatalogException naming what is wrong, if it cannot be trusted
   */
  public static Catalog parse(byte[] json) {
    Object value;
    try {
      value = Json.parse(json);
    } catch (IllegalArgumentException e) {
      throw new CatalogException("the file is " + e.getMessage(), e);
    }
    if (!(value instanceof Map<?, ?>)) {
      throw new CatalogException("the file is not a JSON object", null);
    }
    Map<String, @Nullable Object> tree = Node.map("the file", value);
    if (!(tree.get("resources") instanceof Map<?, ?>)) {
      throw new CatalogException("the member 'resources' is missing or no object", null);
    }
    return of(tree);
  }

  private static Catalog of(Map<String, @Nullable Object> tree) {
    Map<String, CatalogResource> resources = new LinkedHashMap<>();
    Node.map("resources", tree.get("resources"))
        .forEach((name, entry) -> resources.put(name, ResourceEntry.of(name, entry).resource()));
    return new Catalog(tree, resources);
  }

  /** The file's content, laid out as s3db.js writes it. */
  public byte[] toBytes(Instant now) {
    Map<String, @Nullable Object> dated = new LinkedHashMap<>(tree);
    dated.putIfAbsent("version", "1");
    dated.putIfAbsent("s3dbVersion", FORMAT);
    dated.put("lastUpdated", IsoTime.text(now));
    return Json.pretty(dated).getBytes(StandardCharsets.UTF_8);
  }

  /** The names of the resources, in order. */
  public List<String> names() {
    return List.copyOf(resources.keySet());
  }

  /** A resource, or nothing if there is none of that name. */
  public Optional<CatalogResource> find(String name) {
    return Optional.ofNullable(resources.get(name));
  }

  /**
   * This catalogue with a resource created or changed so that it is as wanted.
   *
   * <p>A change of attributes, behaviour or partitions adds a version and keeps the old ones; a
   * change of {@code paranoid} or {@code idSize} is made in the current version. Attributes keep
   * their numbers; the number of a removed one is never used again.
   */
  public Declared declare(ResourceDefinition wanted, Instant now) {
    ResourceDefinition complete = wanted.withAutomaticParts();
    Map<String, @Nullable Object> entries =
        new LinkedHashMap<>(Node.map("resources", tree.get("resources")));
    ResourceEntry before =
        entries.containsKey(wanted.name())
            ? ResourceEntry.of(wanted.name(), entries.get(wanted.name()))
            : ResourceEntry.fresh(wanted.name());
    ResourceEntry after = before.declare(complete, now);
    if (after.equals(before)) {
      return new Declared(this, before.resource(), false);
    }
    entries.put(wanted.name(), after.tree());
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(tree);
    changed.put("resources", entries);
    return new Declared(of(changed), after.resource(), true);
  }

  /**
   * What became of a declaration.
   *
   * @param catalog the catalogue to write, or the same one if nothing changed
   * @param resource the resource in it
   * @param changed whether the catalogue must be written
   */
  public record Declared(Catalog catalog, CatalogResource resource, boolean changed) {}
}
