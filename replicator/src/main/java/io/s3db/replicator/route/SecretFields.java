package io.s3db.replicator.route;

import io.s3db.Document;
import io.s3db.catalog.ResourceDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the secret attributes of a resource out of its records. Safe for many threads. */
final class SecretFields {
  private final Function<String, Optional<ResourceDefinition>> definitions;
  private final BiConsumer<String, String> told;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * Makes one.
   *
   * @param told the resource and the path of a secret that was left out
   */
  SecretFields(
      Function<String, Optional<ResourceDefinition>> definitions, BiConsumer<String, String> told) {
    this.definitions = definitions;
    this.told = told;
  }

  /** The paths that are secret by a definition. */
  private record Known(ResourceDefinition definition, List<String> paths) {}

  /** The record without them; the same one if it has none. */
  Document without(String resource, Document record) {
    Document rest = record;
    for (String path : paths(resource)) {
      if (record.get(path) != null) {
        rest = Document.wrap(without(rest.toMap(), path));
        told.accept(resource, path);
      }
    }
    return rest;
  }

  /** The record with them set aside, for those who read them by name. */
  Document aside(String resource, Document record) {
    return record.setAside(paths(resource));
  }

  /** Worked out once for each definition. */
  @SuppressWarnings("ReferenceEquality") // a definition that is another object is looked at anew
  private List<String> paths(String resource) {
    ResourceDefinition definition = definitions.apply(resource).orElse(null);
    if (definition == null) {
      return List.of();
    }
    Known last = known.get(resource);
    if (last == null || last.definition() != definition) {
      last = new Known(definition, definition.secretAttributes());
      known.put(resource, last);
    }
    return last.paths();
  }

  private static Map<String, @Nullable Object> without(
      Map<String, ? extends @Nullable Object> members, String path) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(members);
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    if (dot < 0) {
      rest.remove(name);
    } else if (members.get(name) instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      inner.forEach((key, value) -> copy.put((String) key, value));
      rest.put(name, without(copy, path.substring(dot + 1)));
    }
    return rest;
  }
}
