package io.s3db.replicator.spi;

import io.s3db.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * @param actions which changes go this way: a route of inserts alone needs no key
 */
public record Target(
    String name,
    String resource,
    List<String> key,
    boolean transformed,
    Map<String, Object> attributes,
    Set<Operation> actions) {
  /** Copies the key and the actions. */
  public Target {
    key = List.copyOf(key);
    actions = Set.copyOf(actions);
  }

  /** A way of all changes. */
  public Target(
      String name,
      String resource,
      List<String> key,
      boolean transformed,
      Map<String, Object> attributes) {
    this(name, resource, key, transformed, attributes, EnumSet.allOf(Operation.class));
  }

  /** Whether only inserts go this way. */
  public boolean insertsOnly() {
    return actions.equals(Set.of(Operation.INSERT));
  }

  /** The name of this way: no other leads from this resource to this target. */
  public String route() {
    return route(resource, name);
  }

  static String route(String resource, String target) {
    return resource + " -> " + target;
  }
}
