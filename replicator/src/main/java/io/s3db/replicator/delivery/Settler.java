package io.s3db.replicator.delivery;

import io.s3db.replicator.delivery.Entry.Origin;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles deliveries of a lane: counts, parks, buries, and gathers what must become durable with
 * the checkpoint.
 */
final class Settler {
  static final String TRANSFORM = "TRANSFORM";
  private static final String ROUTE_REMOVED = "ROUTE_REMOVED";
  private static final int MOST_UNSURE = 1_000;

  private final Stream stream;
  private final DeliveryParts parts;
  private final DestinationOptions options;
  private final News news;
  private final ParkedKeys parked;
  private final Set<RecordKey> unsure = new HashSet<>();
  private Settlement settlement = new Settlement();
  private final List<Runnable> reports = new ArrayList<>();
  private boolean massRefusal;

  Settler(Stream stream, ParkedKeys parked) {
    this.stream = stream;
    this.parts = stream.parts();
    this.options = stream.options();
    this.news = stream.news();
    this.parked = parked;
  }

  /** What was gathered since the last time. */
  Settlement take() {
    Settlement taken = settlement;
    massRefusal = false;
    settlement = new Settlement();
    return taken;
  }

  private void report(Redriving job, DeliveryId id, RedriveResult.Outcome outcome, String detail) {
    reports.add(() -> job.report(id, outcome, detail));
  }

  /** Tells those who wait for redriven letters, once what was taken is on its way to the state. */
  void tellRedriven() {
    reports.forEach(Runnable::run);
    reports.clear();
  }

  /** An answer of the destination is settled next. */
  void beginAnswer() {
    massRefusal = false;
  }

  /** Whether something was refused for the reason for which most of its route is refused. */
  boolean sawMassRefusal() {
    return massRefusal;
  }

  /**
   * Whether the key of a record at the destination must be looked up again before it is used, as
   * what was assumed of it was refused.
   */
  boolean isUnsure(RecordKey key) {
    return !unsure.isEmpty() && unsure.contains(key);
  }

  /** Whether so many are unsure that it is time to look them up, needed or not. */
  boolean areManyUnsure() {
    return unsure.size() >= MOST_UNSURE;
  }

  /** The records whose key must be looked up again, which the caller sees to. */
  List<RecordKey> takeUnsure() {
    List<RecordKey> taken = List.copyOf(unsure);
    unsure.clear();
    return taken;
  }

  /** The destination has it. */
  void delivered(Entry entry, int attempts) {
    learn(entry);
    for (DeliveryId id : stream.dead().supersededBy(entry.route(), entry.event())) {
      settlement.add(new StateChange.Mark(options.id(), id, DeadLetter.Status.SUPERSEDED));
    }
    switch (entry.origin()) {
      case Origin.Journalled _ -> {
        settlement.count(Outcome.DELIVERED);
        stream.refusals().accepted(entry.route());
        news.replicated(entry, attempts);
      }
      case Origin.FromParking(Parked change) -> {
        settlement.count(Outcome.DELIVERED);
        stream.refusals().accepted(entry.route());
        unpark(change);
        news.replicated(entry, change.attempts() + attempts);
      }
      case Origin.Redriven(Redriving job, DeadLetter letter) -> {
        settlement.count(Outcome.REDRIVEN);
        stream.dead().remove(letter);
        settlement.add(new StateChange.Mark(options.id(), letter.id(), DeadLetter.Status.REDRIVEN));
        news.redriven(entry.event(), letter.id());
        report(job, letter.id(), RedriveResult.Outcome.REDRIVEN, "");
      }
    }
  }

  /** Takes over the key changes of a delivery and of those it supersedes, the oldest first. */
  private void learn(Entry entry) {
    @Nullable Entry older = entry.older();
    if (older != null) {
      learn(older);
      superseded(older);
    }
    settlement.addAll(entry.keyChanges());
  }

  private void superseded(Entry entry) {
    switch (entry.origin()) {
      case Origin.Journalled _ -> {
        settlement.count(Outcome.SUPERSEDED);
        news.superseded(entry.event());
      }
      case Origin.FromParking(Parked change) -> {
        superseded(change);
        parked.done(change.key());
      }
      case Origin.Redriven(Redriving job, DeadLetter letter) -> {
        stream.dead().remove(letter);
        settlement.add(
            new StateChange.Mark(options.id(), letter.id(), DeadLetter.Status.SUPERSEDED));
        report(job, letter.id(), RedriveResult.Outcome.SUPERSEDED, "A later one was sent with it.");
      }
    }
  }

  private void superseded(Parked change) {
    settlement.count(Outcome.SUPERSEDED);
    settlement.add(new StateChange.Unpark(stream.id(), change.id()));
    news.superseded(change.event());
  }

  private void unpark(Parked change) {
    settlement.add(new StateChange.Unpark(stream.id(), change.id()));
    parked.done(change.key());
  }

  /** The transform returned null. */
  void skipped(ChangeEvent event) {
    settlement.count(Outcome.SKIPPED);
    news.skipped(event);
  }

  /** The route does not carry such changes. */
  void notListed() {
    settlement.count(Outcome.NOT_LISTED);
  }

  /** What was parked or dead is not sent any more: its route or transform changed. */
  void dropped(Origin origin, Outcome outcome) {
    switch (origin) {
      case Origin.FromParking(Parked change) -> {
        settlement.count(outcome);
        unpark(change);
        if (outcome == Outcome.SKIPPED) {
          news.skipped(change.event());
        }
      }
      case Origin.Redriven(Redriving job, DeadLetter letter) ->
          report(
              job,
              letter.id(),
              RedriveResult.Outcome.SKIPPED,
              "The route makes nothing of it any more: " + outcome.counter() + ".");
      case Origin.Journalled _ ->
          throw new IllegalStateException("only what was kept can be dropped");
    }
  }

  /** A parked change has no way any more. */
  void routeGone(Parked change) {
    DeadLetter letter =
        letter(
            change.key().route(),
            change.event(),
            change.id(),
            ROUTE_REMOVED,
            "The route " + change.key().route() + " is not configured any more.",
            change.attempts());
    settlement.add(new StateChange.Bury(letter));
    settlement.count(Outcome.DEAD_LETTERED);
    unpark(change);
    stream.dead().add(letter);
    news.deadLettered(change.event(), change.id(), letter.error(), change.attempts());
  }

  /** It cannot be sent: the transform threw, or it has no key. */
  void failed(Route route, ChangeEvent event, Origin origin, String code, String error) {
    DeliveryId id = new DeliveryId(event.id(), route.mapping());
    Rejection rejection = new Rejection(id, Rejection.Kind.PERMANENT, code, error);
    refused(new Refused(route, event, origin), rejection, 1);
  }

  /**
   * The destination refused it.
   *
   * @param attempts how often it was sent just now
   * @return what to send instead
   */
  Optional<Entry> refused(Entry entry, Rejection rejection, int attempts) {
    stream.activity().refused();
    settlement.addAll(entry.suspicion());
    unsure.add(entry.recordKey());
    refused(new Refused(entry.route(), entry.event(), entry.origin()), rejection, attempts);
    return Optional.ofNullable(entry.older());
  }

  /** A change that was refused, on a route. */
  private record Refused(Route route, ChangeEvent event, Origin origin) {
    RecordKey key() {
      return RecordKey.of(route, event);
    }
  }

  private void refused(Refused change, Rejection rejection, int attempts) {
    if (change.origin() instanceof Origin.Redriven) {
      bury(change, rejection, attempts);
      return;
    }
    int before = triedBefore(change.origin());
    int tried = before + attempts;
    boolean massive = stream.refusals().refused(change.key(), rejection.code(), before == 0);
    boolean parkable = change.origin() instanceof Origin.FromParking || !parked.holds(change.key());
    if (massive && parkable) {
      massRefusal = true;
      park(change, before, rejection, Gate.DENIED_PAUSE);
      stream.refusedEnMasse(change.route(), rejection);
    } else if (rejection.kind() == Rejection.Kind.PERMANENT
        || options.retry().isRound(tried)
        || !parkable) { // a newer one of the record is parked already
      bury(change, rejection, tried);
    } else {
      park(change, tried, rejection, options.retry().pauseInRound(tried, stream.random()));
    }
  }

  private static int triedBefore(Origin origin) {
    return origin instanceof Origin.FromParking(Parked change) ? change.attempts() : 0;
  }

  private void park(Refused refused, int attempts, Rejection rejection, Duration pause) {
    Instant due = parts.timer().now().plus(pause);
    boolean dependent = rejection.kind() == Rejection.Kind.DEPENDENT;
    Parked change =
        switch (refused.origin()) {
          case Origin.FromParking(Parked before) ->
              before.refused(
                  attempts, rejection.message(), due, dependent ? before.at() : Position.START);
          case Origin.Journalled(Position at, int bytes) ->
              new Parked(
                  refused.key(),
                  rejection.id(),
                  at.offset(),
                  refused.event(),
                  bytes,
                  attempts,
                  rejection.message(),
                  due,
                  dependent ? at : Position.START,
                  at,
                  false);
          case Origin.Redriven _ ->
              throw new IllegalStateException("a dead letter is not parked: " + rejection.id());
        };
    if (refused.origin() instanceof Origin.FromParking) {
      parked.again(change);
    } else {
      add(change);
    }
    settlement.add(new StateChange.Park(change.in(stream.id())));
  }

  /** A change of a parked record joins its line. */
  void follow(Route route, ChangeEvent event, Origin.Journalled origin, boolean inPlace) {
    Parked change =
        new Parked(
            RecordKey.of(route, event),
            new DeliveryId(event.id(), route.mapping()),
            origin.position().offset(),
            event,
            origin.bytes(),
            0,
            "",
            Instant.MIN,
            Position.START,
            origin.position(),
            inPlace);
    unsure.add(change.key());
    add(change);
    settlement.add(new StateChange.Park(change.in(stream.id())));
  }

  private void add(Parked change) {
    parked.add(change).ifPresent(this::superseded);
  }

  private void bury(Refused change, Rejection rejection, int attempts) {
    int before = change.origin() instanceof Origin.Redriven(_, DeadLetter old) ? old.attempts() : 0;
    DeadLetter letter =
        letter(
            change.route().target(),
            change.event(),
            rejection.id(),
            rejection.code(),
            rejection.message(),
            before + attempts);
    settlement.add(new StateChange.Bury(letter));
    switch (change.origin()) {
      case Origin.Journalled _ -> settlement.count(Outcome.DEAD_LETTERED);
      case Origin.FromParking(Parked parkedChange) -> {
        settlement.count(Outcome.DEAD_LETTERED);
        unpark(parkedChange);
      }
      case Origin.Redriven(Redriving job, DeadLetter old) -> {
        stream.dead().remove(old);
        report(job, letter.id(), RedriveResult.Outcome.REFUSED, letter.error());
      }
    }
    stream.dead().add(letter);
    news.deadLettered(change.event(), letter.id(), letter.error(), letter.attempts());
  }

  private DeadLetter letter(
      String target, ChangeEvent event, DeliveryId id, String code, String error, int attempts) {
    return new DeadLetter(
        options.id(),
        id,
        target,
        event,
        code,
        error,
        attempts,
        parts.timer().now(),
        DeadLetter.Status.DEAD);
  }
}
