package io.s3db.replicator;

import io.s3db.replicator.ReplicationEvent.Detached;
import io.s3db.replicator.backfill.Receiver;
import io.s3db.replicator.backfill.SyncStatus;
import io.s3db.replicator.delivery.Destination;
import io.s3db.replicator.delivery.DestinationStatus;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.delivery.Standing;
import io.s3db.replicator.explain.Beginnings;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One destination at work, with all that belongs to it. */
record Way(
    Settings.Destination settings,
    Destination destination,
    Sink sink,
    Warnings warnings,
    RouteGaps gaps,
    Parts parts)
    implements JournalKeeper.Holder, Receiver {
  /** What ways share. */
  record Parts(
      Journal journal,
      StateStore state,
      EventSink events,
      InstantSource time,
      Function<Settings.Destination, List<Route>> routed) {}

  private static final String REMEDY =
      " It stands still until it is enabled again, and then goes on with the changes made from"
          + " then on. A sync enables it and copies its records; rows of records that were deleted"
          + " meanwhile are found by a verification with repair.";

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public Position doneBelow() {
    return destination.doneBelow();
  }

  @Override
  public void detach(String reason) throws InterruptedException {
    long lost = destination.lag().events();
    needSync(reason + ", and its backlog of " + lost + " changes was dropped");
    parts.state().apply(List.of(new StateChange.Count(id(), "lost", lost)));
    parts.events().publish(new Detached(id(), parts.time().instant(), lost, reason));
  }

  void needSync(String reason) throws InterruptedException {
    destination.needSync("It missed changes: " + reason + "." + REMEDY);
  }

  /**
   * Goes on after it was disabled, from where it ended; after it missed changes, from now on. If
   * routes of it lack changes, and it is at work, that is accepted.
   */
  void enable() throws InterruptedException {
    switch (destination.state()) {
      case NEEDS_SYNC -> startOver();
      case DISABLED -> destination.enable();
      case STARTING, RUNNING, RETRYING, DENIED, STALLED, PAUSED, STOPPED -> {
        gaps.fill(routes());
        destination.enable();
      }
    }
  }

  @Override
  public void synced(String sync, List<String> resources) {
    gaps.synced(sync, resources);
  }

  @Override
  public void proven(Route route) {
    gaps.fill(List.of(route));
  }

  @Override
  public List<Route> routes() {
    return parts.routed().apply(settings);
  }

  @Override
  public int window() {
    return Math.max(2, settings.concurrency() * settings.batchSize());
  }

  @Override
  public ReplicatorState state() {
    return destination.state();
  }

  @Override
  public String reason() {
    return destination.status().whole().reason();
  }

  @Override
  public Position settledBelow() {
    return destination.settledBelow();
  }

  @Override
  public void startOver() throws InterruptedException {
    Position end = parts.journal().end();
    parts
        .state()
        .checkpoint(StreamId.main(id()))
        .ifPresent(
            standing ->
                beginnings()
                    .skip(
                        standing,
                        end,
                        "'" + id() + "' began anew behind it, as it had missed changes",
                        parts.time().instant()));
    destination.startOver(end);
  }

  Beginnings beginnings() {
    return new Beginnings(parts.state(), id());
  }

  /** What an explanation is told of it. */
  io.s3db.replicator.explain.Parts.Way explained() {
    return new io.s3db.replicator.explain.Parts.Way(
        id(),
        settings.driver(),
        settings.sink().target(),
        sink.traits().mirror(),
        settings.routes(),
        beginnings(),
        destination.status());
  }

  ReplicatorStatus status(List<SyncStatus> syncs) {
    DestinationStatus status = gaps.over(destination.status());
    Standing whole = status.whole();
    Map<String, Long> counters = new HashMap<>(destination.counters());
    counters.putAll(warnings.counts());
    counters.putAll(sink.metrics());
    return new ReplicatorStatus(
        id(),
        settings.driver(),
        settings.sink().target(),
        whole.state(),
        reason(status),
        whole.nextAttempt().orElse(null),
        destination.lag(),
        status.parked(),
        parts.state().deadLetterCount(id(), DeadLetter.Status.DEAD),
        counters,
        settings.routes().stream()
            .map(
                route -> {
                  Standing own = status.routes().getOrDefault(route.name(), whole);
                  return new ReplicatorStatus.RouteStatus(
                      route.name(), route.resource(), route.target(), own.state(), own.reason());
                })
            .toList(),
        syncs);
  }

  /** What is wrong with the destination; if nothing is, what is wrong with a route of it. */
  private static String reason(DestinationStatus status) {
    if (!status.whole().reason().isEmpty()) {
      return status.whole().reason();
    }
    return status.routes().entrySet().stream()
        .filter(route -> route.getValue().state() != ReplicatorState.RUNNING)
        .map(
            route ->
                "%s is %s: %s"
                    .formatted(
                        route.getKey(), route.getValue().state().word(), route.getValue().reason()))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
