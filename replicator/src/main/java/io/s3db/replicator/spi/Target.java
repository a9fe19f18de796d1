package io.s3db.replicator.spi;

import java.util.List;
import java.util.Map;

/**
 * One resource's way into one destination, as configured.
 *
 * @param name the destination's name: table, resource, queue
 * @param resource the source resource
 * @param key the key fields configured for it, empty if none
 * @param transformed whether a transform reshapes the record: then attributes say nothing of the
 *     row
 * @param attributes the attributes of the source resource as in the catalogue (a tree of definition
 *     texts), with {@code createdAt} and {@code updatedAt} if it has timestamps; empty while it
 *     does not exist
 */
public record Target(
    String name,
    String resource,
    List<String> key,
    boolean transformed,
    Map<String, Object> attributes) {
  /** Copies the key. */
  public Target {
    key = List.copyOf(key);
  }

  /** The name of this way: no other leads from this resource to this target. */
  public String route() {
    return route(resource, name);
  }

  static String route(String resource, String target) {
    return resource + " -> " + target;
  }
}
