package io.s3db.replicator.backfill;

import io.s3db.replicator.backfill.JournalReport.Deliveries;
import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what became of each change on one route, and counts it. */
final class RouteTally {
  private final VerifyTarget destination;
  private final Route route;
  private final int mostExamples;
  private final @Nullable Predicate<String> receiver;
  private final List<Position> settled;
  private final Set<DeliveryId> parkedIds;
  private final boolean mayBeDead;
  private final Map<Kind, Integer> shown = new EnumMap<>(Kind.class);
  private final List<Example> examples = new ArrayList<>();
  private long changes;
  private long accepted;
  private long received;
  private long skipped;
  private long dead;
  private long redriven;
  private long parked;
  private long waiting;
  private long unknown;
  private long missing;

  RouteTally(VerifyTarget destination, Route route, VerifyOptions options, List<Position> settled) {
    this.destination = destination;
    this.route = route;
    this.mostExamples = options.examples();
    this.receiver = options.receiver();
    this.settled = settled;
    StateStore state = destination.state();
    String id = destination.receiver().id();
    this.parkedIds =
        state.streams().stream()
            .filter(stream -> stream.replicator().equals(id))
            .map(state::parked)
            .flatMap(List::stream)
            .map(ParkedChange::id)
            .collect(Collectors.toSet());
    this.mayBeDead =
        java.util.Arrays.stream(DeadLetter.Status.values())
            .anyMatch(status -> state.deadLetterCount(id, status) > 0);
  }

  /** Where a route's changes are settled below, by partition; nothing if it never began. */
  static Optional<List<Position>> settled(StateStore state, String replicator, Route route) {
    Optional<List<Position>> own = state.checkpoint(new StreamId(replicator, route.name()));
    return own.isPresent() ? own : state.checkpoint(StreamId.main(replicator));
  }

  void add(Change change) throws InterruptedException {
    changes++;
    DeliveryId id = new DeliveryId(change.event().id(), route.mapping());
    if (parkedIds.contains(id)) {
      parked++;
    } else if (!settled.get(change.partition()).isAfter(change.position())) {
      waiting++;
    } else if (!wasRefused(id)) {
      settled(change, id);
    }
  }

  private boolean wasRefused(DeliveryId id) {
    Optional<DeadLetter> letter =
        mayBeDead
            ? destination.state().deadLetter(destination.receiver().id(), id)
            : Optional.empty();
    if (letter.isEmpty()) {
      return false;
    }
    switch (letter.get().status()) {
      case DEAD -> {
        dead++;
        show(Kind.FAILED, id, "a dead letter: " + letter.get().code());
      }
      case SUPERSEDED, REDRIVEN -> redriven++;
    }
    return true;
  }

  private void settled(Change change, DeliveryId id) throws InterruptedException {
    switch (destination.routing().route(route, change.event())) {
      case Routed.NotListed _, Routed.Null _ -> skipped++;
      case Routed.Failed(Exception cause) -> {
        unknown++;
        show(Kind.FAILED, id, "the transform fails now: " + cause);
      }
      case Routed.Row _ -> {
        accepted++;
        ask(id);
      }
    }
  }

  private void ask(DeliveryId id) {
    if (receiver == null) {
      return;
    }
    if (receiver.test(id.toString())) {
      received++;
    } else {
      missing++;
      show(Kind.MISSING, id, "accepted, but the receiver does not know it");
    }
  }

  private void show(Kind kind, DeliveryId id, String detail) {
    if (shown.merge(kind, 1, Integer::sum) <= mostExamples) {
      examples.add(new Example(kind, id.toString(), detail));
    }
  }

  Deliveries result() {
    return new Deliveries(
        route.name(),
        route.target(),
        changes,
        accepted,
        received,
        skipped,
        dead,
        redriven,
        parked,
        waiting,
        unknown,
        missing,
        examples);
  }
}
