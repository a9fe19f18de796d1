package io.s3db.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource as the catalogue holds it.
 *
 * @param definition its current definition
 * @param version the current version of the definition, such as {@code v1}
 * @param registry the numbers of its attributes
 * @param pluginIds attributes that belong to plugins of s3db.js, and their metadata names
 * @param idGenerator {@code default}, {@code incremental}, {@code custom}, or a number of
 *     characters
 */
public record CatalogResource(
    ResourceDefinition definition,
    String version,
    SchemaRegistry registry,
    Map<String, String> pluginIds,
    String idGenerator) {
  /** Copies, keeping the order. */
  public CatalogResource {
    pluginIds = Collections.unmodifiableMap(new LinkedHashMap<>(pluginIds));
  }

  /** The resource's name. */
  public String name() {
    return definition.name();
  }

  /** The attributes, depth first, in order; objects before their members. */
  public List<Attribute> attributes() {
    return Attribute.of(definition.attributes());
  }

  /** Attribute paths and their metadata names, in the order of the attributes. */
  public Map<String, String> idsByPath() {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String path : AttributePaths.of(definition.attributes())) {
      registry.id(path).ifPresent(id -> ids.put(path, id));
    }
    return ids;
  }

  /**
   * Why records of this resource cannot be written by this version, one sentence each; empty if
   * they can. Worked out anew at each call.
   */
  public List<String> writeBlockers() {
    List<String> blockers = new ArrayList<>();
    for (Attribute attribute : attributes()) {
      if (attribute.isPlugin()) {
        blockers.add(
            "Attribute '%s' of '%s' belongs to a plugin of s3db.js that does not run here."
                .formatted(attribute.path(), name()));
      } else if (!attribute.type().writable()) {
        blockers.add(
            "Attribute '%s' of '%s' has the type '%s', which cannot be written."
                .formatted(attribute.path(), name(), attribute.definition()));
      }
    }
    definition
        .partitions()
        .forEach(
            (partition, fields) -> {
              definition.secretAttributes().stream()
                  .filter(fields.fields()::containsKey)
                  .forEach(
                      secret ->
                          blockers.add(
                              "Partition '%s' of '%s' would show the secret '%s' in keys."
                                  .formatted(partition, name(), secret)));
            });
    return List.copyOf(blockers);
  }
}
