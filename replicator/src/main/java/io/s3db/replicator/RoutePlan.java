package io.s3db.replicator;

import io.s3db.Operation;
import io.s3db.replicator.route.Route;
import java.util.List;
import java.util.Set;

/**
 * One configured way of a resource to a destination.
 *
 * @param replicator the destination's id
 * @param driver such as {@code postgresql}
 * @param destination its address, without credentials
 * @param resource of the source
 * @param target the destination's name of it
 * @param actions which changes go this way
 * @param transformed whether records are reshaped
 */
public record RoutePlan(
    String replicator,
    String driver,
    String destination,
    String resource,
    String target,
    Set<Operation> actions,
    boolean transformed) {
  /** Copies the set. */
  public RoutePlan {
    actions = Set.copyOf(actions);
  }

  static List<RoutePlan> of(Settings settings) {
    return settings.destinations().stream()
        .flatMap(
            each ->
                each.routes().stream()
                    .filter(route -> settings.allowed().test(route.resource()))
                    .map(route -> of(each, route)))
        .toList();
  }

  private static RoutePlan of(Settings.Destination destination, Route route) {
    return new RoutePlan(
        destination.id(),
        destination.driver(),
        destination.sink().target(),
        route.resource(),
        route.target(),
        route.actions(),
        route.transform() != null);
  }
}
