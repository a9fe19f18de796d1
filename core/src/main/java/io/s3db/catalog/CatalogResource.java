package io.s3db.catalog;

import java.util.List;
import java.util.Map;

/**
 * A resource as the catalogue holds it.
 *
 * @param definition its current definition
 * @param version the current version of the definition, such as {@code v1}
 * @param registry the numbers of its attributes
 * @param pluginIds attributes that belong to plugins of s3db.js, and their metadata names
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public record CatalogResource(
    ResourceDefinition definition,
    String version,
    SchemaRegistry registry,
    Map<String, String> pluginIds) {
  /** The resource's name. */
  public String name() {
    return definition.name();
  }

  /** Why records of this resource cannot be written, one sentence each; empty if they can. */
  public List<String> writeBlockers() {
    throw new UnsupportedOperationException();
  }
}
