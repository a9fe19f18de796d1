package io.s3db.replicator;

import io.s3db.replicator.delivery.RetryPolicy;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.replicator.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was read and found good.
 *
 * @param allowed which resources may be replicated at all
 */
record Settings(
    boolean enabled,
    boolean verbose,
    Log log,
    Journal journal,
    String writer,
    Duration closeTimeout,
    WatchOptions watch,
    Predicate<String> allowed,
    List<Destination> destinations) {
  Settings {
    destinations = List.copyOf(destinations);
  }

  /** Whether any destination is to be told of changes of a resource. */
  boolean wants(String resource) {
    return allowed.test(resource)
        && destinations.stream()
            .anyMatch(
                each -> each.routes().stream().anyMatch(way -> way.resource().equals(resource)));
  }

  /** The resources that changes are wanted of, sorted. */
  List<String> wanted() {
    return destinations.stream()
        .flatMap(each -> each.routes().stream())
        .map(Route::resource)
        .filter(allowed)
        .distinct()
        .sorted()
        .toList();
  }

  /** The replication log. */
  record Log(
      boolean persist, String resource, boolean errors, boolean successes, Duration retention) {}

  /** The same for values of a file in this folder: the journal is there unless it has a path. */
  Settings in(Path folder) {
    return new Settings(
        enabled,
        verbose,
        log,
        journal.in(folder),
        writer,
        closeTimeout,
        watch,
        allowed,
        destinations);
  }

  /**
   * The journal; nothing where the default depends on the database.
   *
   * @param folder in which {@code .s3db} is that holds it, unless it has a path
   */
  record Journal(
      Path folder,
      Optional<Path> path,
      Optional<Durability> durability,
      long maxSize,
      WhenFull whenFull,
      Duration retention) {
    Journal in(Path other) {
      return new Journal(other, path, durability, maxSize, whenFull, retention);
    }
  }

  /** One destination. */
  record Destination(
      String id,
      String driver,
      SinkProvider.Configured sink,
      List<Route> routes,
      int batchSize,
      RetryPolicy retry,
      Duration timeout,
      int concurrency,
      boolean initialSync,
      List<String> verifyIgnore,
      @Nullable RateLimit rateLimit) {
    Destination {
      routes = List.copyOf(routes);
      verifyIgnore = List.copyOf(verifyIgnore);
    }
  }
}
