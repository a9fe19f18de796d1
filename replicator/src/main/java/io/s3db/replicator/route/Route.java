package io.s3db.replicator.route;

import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One resource's way to one target of one destination.
 *
 * @param resource the source resource
 * @param mapping the index among the mappings of this resource at this destination, from 0
 * @param target the destination's name
 * @param actions which changes go this way
 * @param transform reshapes the record; null sends it as it is
 * @param key the key fields, if configured
 */
public record Route(
    String resource,
    int mapping,
    String target,
    Set<Operation> actions,
    @Nullable ContextTransform transform,
    List<String> key) {
  /** Copies the collections. */
  public Route {
    actions = Set.copyOf(actions);
    key = List.copyOf(key);
  }

  /** The name of the route within its destination: {@code orders#0}. */
  public String name() {
    return resource + "#" + mapping;
  }
}
