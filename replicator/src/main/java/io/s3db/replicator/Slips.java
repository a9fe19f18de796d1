package io.s3db.replicator;

import io.s3db.replicator.options.Nearest;
import io.s3db.replicator.route.Route;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds mistyped resources of destinations, which would be sent nothing and never say so: when a
 * resource is written that goes nowhere, and a destination lists one with nearly its name that does
 * not exist.
 */
final class Slips {
  private final Settings settings;
  private final Supplier<Set<String>> existing;
  private final Function<String, Warnings> warnings;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /**
   * @param existing the names of all resources there are
   * @param warnings those of a destination, by its id
   */
  Slips(Settings settings, Supplier<Set<String>> existing, Function<String, Warnings> warnings) {
    this.settings = settings;
    this.existing = existing;
    this.warnings = warnings;
  }

  /** Whether changes of a resource are wanted by anybody; looks at each one that is not once. */
  boolean wants(String resource) {
    boolean wanted = settings.wants(resource);
    if (!wanted && seen.add(resource)) {
      settings.destinations().forEach(each -> look(resource, each));
    }
    return wanted;
  }

  private void look(String resource, Settings.Destination destination) {
    Set<String> known = existing.get();
    List<String> missing =
        destination.routes().stream()
            .map(Route::resource)
            .filter(name -> !known.contains(name))
            .distinct()
            .toList();
    Nearest.of(resource, missing)
        .ifPresent(
            listed ->
                warnings
                    .apply(destination.id())
                    .warn(
                        "RESOURCE_UNKNOWN",
                        listed,
                        "'%s' lists the resource '%s', which does not exist, and '%s' is written and goes nowhere: is it meant?"
                            .formatted(destination.id(), listed, resource)));
  }
}
