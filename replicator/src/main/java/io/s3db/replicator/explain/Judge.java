package io.s3db.replicator.explain;

import io.s3db.Document;
import io.s3db.replicator.delivery.Standing;
import io.s3db.replicator.explain.Explainer.Known;
import io.s3db.replicator.explain.Explanation.Step;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.journal.RecordTraces.Trace;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.RecordState.Found;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what became of changes on one route of one destination. */
final class Judge {
  private final Parts parts;
  private final Parts.Way way;
  private final Route route;
  private final Found found;

  Judge(Parts parts, Parts.Way way, Route route, Found found) {
    this.parts = parts;
    this.way = way;
    this.route = route;
    this.found = found;
  }

  /** Nothing if it is in the state for others only. */
  Optional<Step> judge(Known change) throws InterruptedException {
    ChangeEvent event = change.event();
    DeliveryId id = new DeliveryId(event.id(), route.mapping());
    @Nullable Trace trace = change.trace();
    if (trace != null && !trace.isFor(way.id(), route.mapping())) {
      return Optional.of(new Step(event.id(), new Verdict.NotForThis(), null));
    }
    Optional<Verdict> kept = kept(id);
    if (trace == null) {
      return kept.map(verdict -> new Step(event.id(), verdict, null));
    }
    Routed routed = parts.routing().route(route, event);
    @Nullable Document row = routed instanceof Routed.Row made ? made.data() : null;
    Verdict verdict = kept.isPresent() ? kept.get() : journalled(event, trace.position(), routed);
    return Optional.of(new Step(event.id(), verdict, row));
  }

  /** What the state, or the memory of this process, says for certain. */
  private Optional<Verdict> kept(DeliveryId id) {
    Optional<Verdict> parked =
        found.parked().stream()
            .filter(each -> each.stream().replicator().equals(way.id()) && each.id().equals(id))
            .map(Judge::of)
            .findFirst();
    if (parked.isPresent()) {
      return parked;
    }
    Optional<Verdict> dead =
        found.deadLetters().stream()
            .filter(each -> each.replicator().equals(way.id()) && each.id().equals(id))
            .map(Judge::of)
            .findFirst();
    return dead.isPresent()
        ? dead
        : parts
            .recent()
            .find(way.id(), id)
            .map(done -> new Verdict.Delivered(done.at(), done.attempts()));
  }

  static Verdict of(ParkedChange parked) {
    return new Verdict.Parked(parked.attempts(), parked.error(), parked.nextAttempt());
  }

  static Verdict of(DeadLetter letter) {
    return new Verdict.DeadLettered(
        letter.code(), letter.error(), letter.attempts(), letter.buriedAt(), letter.status());
  }

  private Verdict journalled(ChangeEvent event, Position at, Routed routed) {
    int partition = Partition.of(event.resource(), event.recordId());
    Position done = found.checkpoint(way.id(), route.name()).get(partition);
    return done.isAfter(at) ? settled(event, partition, at, routed) : open(done, routed);
  }

  private Verdict settled(ChangeEvent event, int partition, Position at, Routed routed) {
    Optional<String> missed = way.beginnings().missed(route.name(), partition, at);
    if (missed.isPresent()) {
      return new Verdict.Missed(missed.get());
    }
    return switch (routed) {
      case Routed.NotListed _ -> new Verdict.NotListed();
      case Routed.Null _ -> new Verdict.Skipped(true);
      case Routed.Failed _ -> new Verdict.Settled();
      case Routed.Row _ ->
          way.mirror() && parts.recent().covers(event.id())
              ? new Verdict.Superseded()
              : new Verdict.Settled();
    };
  }

  private Verdict open(Position done, Routed routed) {
    Standing standing = way.status().routes().getOrDefault(route.name(), way.status().whole());
    return switch (routed) {
      case Routed.NotListed _ -> new Verdict.NotListed();
      case Routed.Null _ -> new Verdict.Skipped(false);
      case Routed.Failed(Exception cause) ->
          waiting(done, standing, "; its transform fails now: " + cause);
      case Routed.Row _ -> waiting(done, standing, "");
    };
  }

  private static Verdict waiting(Position done, Standing standing, String more) {
    return switch (standing.state()) {
      case NEEDS_SYNC -> new Verdict.Missed("the destination missed changes and needs sync");
      case RUNNING ->
          new Verdict.Waiting(done, "its turn comes behind the changes before it" + more, null);
      case DISABLED ->
          new Verdict.Waiting(
              done,
              "the destination is disabled; once enabled it gets it, if the journal still holds it"
                  + more,
              null);
      case STARTING, RETRYING, DENIED, STALLED, PAUSED, STOPPED ->
          new Verdict.Waiting(
              done,
              "it is "
                  + standing.state().word()
                  + (standing.reason().isEmpty() ? "" : ": " + standing.reason())
                  + more,
              standing.nextAttempt().orElse(null));
    };
  }
}
