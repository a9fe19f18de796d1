package io.s3db.replicator;

import io.s3db.Resource;
import io.s3db.ResourceNotFoundException;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.plugin.PluginContext;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What the parts of a running plugin share. */
record RunningParts(
    Settings settings,
    PluginContext context,
    EventHub hub,
    Storage storage,
    RandomGenerator random) {
  private static final long MOST_COPIES = 1L << 30;
  private static final int COPIES_PERCENT = 45;

  /** The definition of a resource, while it exists. */
  Optional<ResourceDefinition> definition(String resource) {
    try {
      return Optional.of(context.database().resource(resource).definition());
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }

  /** The names of all resources there are. */
  Set<String> resourceNames() {
    return context.database().resources().stream().map(Resource::name).collect(Collectors.toSet());
  }

  /** Applies routes, with the definitions there are now. */
  Routing routing() {
    return new Routing(this::definition);
  }

  /** The routes of a destination that the resource filters let pass. */
  List<Route> routed(Settings.Destination destination) {
    return destination.routes().stream()
        .filter(route -> settings.allowed().test(route.resource()))
        .toList();
  }

  /** The size of the journal after which a destination is detached, or writes are refused. */
  long journalLimit() {
    return Storage.limit(settings.journal(), storage.isMemory());
  }

  /**
   * The size of the journal from which copies wait: below that at which operators are told, and far
   * below the one that detaches.
   */
  long copiesWaitFrom() {
    long limit = journalLimit();
    return limit == Long.MAX_VALUE
        ? storage.journal().size() + MOST_COPIES
        : limit / 100 * COPIES_PERCENT;
  }

  /** The file of what a watch knows; nothing if changes wait in memory. */
  Optional<Path> watchFile() {
    return storage.journal() instanceof FileJournal journal
        ? Optional.of(journal.folder().resolve("watch.db"))
        : Optional.empty();
  }

  Warnings warnings(String of) {
    return new Warnings(of, hub, context.time());
  }
}
