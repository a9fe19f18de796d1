package io.s3db.replicator.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The routes of one destination, by resource. What is not listed, or not allowed, has no route: it
 * never leaves.
 */
public final class Router {
  private final Map<String, List<Route>> routes;
  private final Predicate<String> allowed;

  /**
   * Routes of one destination.
   *
   * @param allowed which resources may leave at all; asked for each change, so it must be quick
   */
  public Router(List<Route> routes, Predicate<String> allowed) {
    Map<String, List<Route>> byResource = new LinkedHashMap<>();
    for (Route route : routes) {
      byResource.computeIfAbsent(route.resource(), _ -> new ArrayList<>()).add(route);
    }
    byResource.replaceAll((_, list) -> List.copyOf(list));
    this.routes = byResource;
    this.allowed = allowed;
  }

  /** Routes of one destination, all resources allowed. */
  public Router(List<Route> routes) {
    this(routes, _ -> true);
  }

  /** The ways of a resource, in the order of their mappings; none if it is not sent. */
  public List<Route> routes(String resource) {
    List<Route> list = routes.get(resource);
    return list == null || !allowed.test(resource) ? List.of() : list;
  }

  /** The way with a name such as {@code orders#0}, if it is configured. */
  public Optional<Route> route(String name) {
    return all().stream().filter(route -> route.name().equals(name)).findFirst();
  }

  /** All ways. */
  public List<Route> all() {
    return routes.values().stream().flatMap(List::stream).toList();
  }

  /** The resources that are configured. */
  public Set<String> resources() {
    return routes.keySet();
  }
}
