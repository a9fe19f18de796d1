package io.s3db.replicator;

import io.s3db.ResourceNotFoundException;
import io.s3db.replicator.backfill.Coverage;
import io.s3db.replicator.delivery.DeliveryParts;
import io.s3db.replicator.delivery.Destination;
import io.s3db.replicator.delivery.DestinationOptions;
import io.s3db.replicator.delivery.StateWriter;
import io.s3db.replicator.delivery.Timer;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.options.Nearest;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Router;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Sink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** All destinations at work: opened in the order of the configuration, closed at the same time. */
@SuppressWarnings("try") // closed where interrupts are heeded, never by try-with-resources
final class Ways implements AutoCloseable {
  private final RunningParts parts;
  private final StateWriter writer;
  private final List<Way> all = new ArrayList<>();

  Ways(RunningParts parts, StateWriter writer) {
    this.parts = parts;
    this.writer = writer;
  }

  /**
   * Opens and starts each; waits for no destination.
   *
   * @param missed why none may go on where it ended, if so
   */
  void start(Optional<String> missed, Identities identities) throws InterruptedException {
    for (Settings.Destination each : parts.settings().destinations()) {
      Way way = open(each);
      all.add(way);
      Optional<String> reason = missed.or(() -> identities.checkReturned(each.id()));
      if (reason.isPresent()) {
        way.needSync(reason.get());
      }
      identities.noteReturned(each.id());
      way.gaps().open(added -> warnOfAdded(way, added));
      way.destination().start();
    }
  }

  private Way open(Settings.Destination settings) {
    String id = settings.id();
    Warnings warnings = parts.warnings(id);
    Sink sink =
        settings
            .sink()
            .open(new SinkLink(settings, parts.context(), parts.storage().state(), warnings));
    Coverage coverage = new Coverage(parts.storage().state(), id);
    return new Way(
        settings,
        new Destination(options(settings), delivery(settings, sink, warnings)),
        sink,
        warnings,
        new RouteGaps(coverage, id, parts.routed(settings), parts.hub(), parts.context().time()),
        new Way.Parts(
            parts.storage().journal(),
            parts.storage().state(),
            parts.hub(),
            parts.context().time(),
            parts::routed));
  }

  private DeliveryParts delivery(Settings.Destination settings, Sink sink, Warnings warnings) {
    return new DeliveryParts(
        parts.storage().journal(),
        parts.storage().state(),
        writer,
        new Router(settings.routes(), parts.settings().allowed()),
        new Routing(parts::definition, warnings::secretLeftOut),
        new Targets(parts.context().database()),
        sink,
        parts.hub(),
        Timer.steady(parts.context().time()),
        new Random(parts.random().nextLong()));
  }

  private static DestinationOptions options(Settings.Destination settings) {
    return DestinationOptions.of(settings.id())
        .withConcurrency(settings.concurrency())
        .withBatchSize(settings.batchSize())
        .withTimeout(settings.timeout())
        .withRetry(settings.retry())
        .withRateLimit(settings.rateLimit());
  }

  /** Records that are there already do not come by themselves. */
  private void warnOfAdded(Way way, Route added) {
    if (hasRecords(added.resource())) {
      way.warnings()
          .warn(
              "ROUTE_ADDED",
              added.name(),
              "'%s' is new at '%s' and is sent the changes made from now on. Its records from before come with a sync of the resource '%s'."
                  .formatted(added.resource(), way.id(), added.resource()));
    }
  }

  private boolean hasRecords(String resource) {
    try {
      return !parts.context().records().ids(resource, null, 1).ids().isEmpty();
    } catch (ResourceNotFoundException _) {
      return false;
    } catch (RuntimeException _) {
      return true; // nobody knows: it is said rather than not
    }
  }

  List<Way> all() {
    return List.copyOf(all);
  }

  /**
   * The way of a destination.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such destination
   */
  Way find(@Nullable String id) {
    List<String> ids = all.stream().map(Way::id).toList();
    if (id == null) {
      throw new IllegalArgumentException(
          "the id of a replicator is null: there are " + String.join(", ", ids));
    }
    return all.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no replicator '"
                        + id
                        + "': "
                        + Nearest.of(id, ids)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("there are " + String.join(", ", ids))));
  }

  /** Waits for several destinations to get as far as all writes so far. */
  boolean awaitReplicated(List<Way> some, Duration timeout) throws InterruptedException {
    Position end = parts.storage().journal().end(); // behind every write that has returned
    Instant until = Instant.now().plus(timeout);
    for (Way way : some) {
      Duration left = Duration.between(Instant.now(), until);
      if (!way.destination().awaitReplicated(end, left.isNegative() ? Duration.ZERO : left)) {
        return false;
      }
    }
    writer.flush(); // so that counters and dead letters tell of all that was waited for
    return true;
  }

  @Override
  public void close() throws InterruptedException {
    List<Thread> closing = new ArrayList<>();
    for (Way way : all) {
      closing.add(Thread.ofVirtual().name("s3db-close-" + way.id()).start(() -> close(way)));
    }
    for (Thread each : closing) {
      each.join();
    }
  }

  private void close(Way way) {
    Closers own = new Closers();
    own.add("the sink of " + way.id(), way.sink());
    own.add(way.id(), () -> way.destination().close(parts.settings().closeTimeout()));
    own.closeAll();
  }
}
