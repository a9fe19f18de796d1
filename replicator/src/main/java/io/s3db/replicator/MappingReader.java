package io.s3db.replicator;

import io.s3db.Operation;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.route.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code resources} of a replicator in each of its forms: a list of names; an object from
 * a name to a name, to a mapping, or to a list of both.
 */
final class MappingReader {
  private static final List<String> TARGET_NAMES = List.of("resource", "table", "collection");

  private final Options replicator;
  private final List<String> problems;
  private final TransformReader transforms;
  private final List<Route> routes = new ArrayList<>();

  private MappingReader(Options replicator, TransformReader transforms, List<String> problems) {
    this.replicator = replicator;
    this.transforms = transforms;
    this.problems = problems;
  }

  static List<Route> read(Options replicator, TransformReader transforms, List<String> problems) {
    MappingReader reader = new MappingReader(replicator, transforms, problems);
    reader.readAll();
    reader.refuseDoubles();
    return reader.routes;
  }

  private void readAll() {
    Object value = replicator.value("resources");
    int before = problems.size();
    switch (value) {
      case null -> replicator.problem("resources", "is required: name the resources to replicate");
      case String name -> add(name, 0, name);
      case Collection<?> names -> names.forEach(this::readName);
      case Map<?, ?> map -> map.forEach((name, way) -> readWays(String.valueOf(name), way));
      default -> replicator.problem("resources", "must be a list of names, or an object by name");
    }
    if (value != null && routes.isEmpty() && problems.size() == before) {
      replicator.problem("resources", "is empty: name the resources to replicate");
    }
  }

  private void readName(@Nullable Object name) {
    if (name instanceof String text && !text.isBlank()) {
      add(text, 0, text);
    } else {
      replicator.problem(
          "resources", "must be a list of names; to map a resource, use an object by name");
    }
  }

  private void readWays(String resource, @Nullable Object ways) {
    String name = "resources." + resource;
    if (resource.isBlank()) {
      replicator.problem("resources", "has a resource without a name");
      return;
    }
    if (!(ways instanceof Collection<?> list)) {
      readWay(resource, 0, ways, name);
      return;
    }
    if (list.isEmpty()) {
      replicator.problem(name, "is empty: name at least one destination");
    }
    int mapping = 0;
    for (Object way : list) {
      readWay(resource, mapping, way, name + "[" + mapping + "]");
      mapping++;
    }
  }

  private void readWay(String resource, int mapping, @Nullable Object way, String name) {
    switch (way) {
      case String target when !target.isBlank() -> add(resource, mapping, target);
      case Transform transform ->
          readMapping(resource, mapping, Map.of("transform", transform), name);
      case ContextTransform transform ->
          readMapping(resource, mapping, Map.of("transform", transform), name);
      case Map<?, ?> map -> readMapping(resource, mapping, map, name);
      case null, default ->
          replicator.problem(
              name, "must be a name, or an object with resource, transform, actions");
    }
  }

  @SuppressWarnings("unchecked") // configuration objects have text keys
  private void readMapping(String resource, int mapping, Map<?, ?> map, String name) {
    Options options =
        Options.of(replicator.path() + "." + name, (Map<String, @Nullable Object>) map, problems);
    routes.add(
        new Route(
            resource,
            mapping,
            target(options, resource),
            actions(options),
            transforms.read(options),
            key(options)));
    options.finish();
  }

  private static List<String> key(Options options) {
    List<String> fields = options.texts("key");
    if (fields.stream().anyMatch(String::isBlank)) {
      options.problem("key", "has a field without a name");
    } else if (Set.copyOf(fields).size() < fields.size()) {
      options.problem("key", "names a field twice");
    }
    return fields;
  }

  private void add(String resource, int mapping, String target) {
    routes.add(
        new Route(resource, mapping, target, EnumSet.allOf(Operation.class), null, List.of()));
  }

  private static String target(Options options, String resource) {
    List<String> given = new ArrayList<>();
    for (String name : TARGET_NAMES) {
      options.text(name).ifPresent(given::add);
    }
    if (given.size() > 1) {
      options.problem(
          "resource", "is given more than once: use one of resource, table, collection");
    }
    return given.isEmpty() ? resource : given.getFirst();
  }

  private static Set<Operation> actions(Options options) {
    Object value = options.value("actions");
    if (value == null) {
      return EnumSet.allOf(Operation.class);
    }
    Collection<?> given = value instanceof Collection<?> list ? list : List.of(value);
    Set<Operation> actions = EnumSet.noneOf(Operation.class);
    for (Object each : given) {
      try {
        actions.add(
            each instanceof Operation known ? known : Operation.parse(String.valueOf(each)));
      } catch (IllegalArgumentException e) {
        options.problem("actions", "has an " + e.getMessage());
      }
    }
    if (given.isEmpty()) {
      options.problem(
          "actions", "is empty: nothing would be sent; leave it out to send everything");
    }
    return actions;
  }

  private void refuseDoubles() {
    Set<String> seen = new HashSet<>();
    for (Route route : routes) {
      if (!seen.add(route.resource() + " -> " + route.target())) {
        replicator.problem(
            "resources." + route.resource(),
            "goes to '" + route.target() + "' twice: give each mapping a destination of its own");
      }
    }
  }
}
