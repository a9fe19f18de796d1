package io.s3db.replicator.delivery;

import io.s3db.replicator.delivery.Entry.Origin;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.ErrorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of what waits for a lane: routes, addresses, collapses.
 *
 * <p>A change joins a batch with all its routes, or waits for the next one: so a checkpoint and the
 * counts that go with it never cover half a change. What it was made into is kept meanwhile, so
 * that transforms run once.
 */
final class BatchBuilder {
  /** So many changes may collapse into one delivery before the batch goes out all the same. */
  private static final int COLLAPSE = 16;

  private final Stream stream;
  private final ParkedKeys parked;
  private final Settler settler;
  private final Addresses addresses;
  private @Nullable Change deferred;
  private List<Step> deferredSteps = List.of();

  /** What a route makes of a change; the entry is there once it is addressed. */
  private static final class Step {
    final Route route;
    final Routed routed;
    Addresses.@Nullable Result address;

    Step(Route route, Routed routed) {
      this.route = route;
      this.routed = routed;
    }
  }

  BatchBuilder(Stream stream, ParkedKeys parked, Settler settler, Addresses addresses) {
    this.stream = stream;
    this.parked = parked;
    this.settler = settler;
    this.addresses = addresses;
  }

  /** A batch of the changes in the inbox, which are taken from it. */
  Batch fromInbox(Inbox inbox) throws Stopped, InterruptedException {
    Batch batch = new Batch(stream.parts().sink().traits());
    long bytes = 0;
    int most = COLLAPSE * stream.options().batchSize();
    for (int changes = 0; changes < most && hasRoom(batch, bytes); changes++) {
      @Nullable Change change = inbox.peek();
      if (change == null || !join(change, batch)) {
        break;
      }
      inbox.advance();
      bytes += change.bytes();
    }
    return batch;
  }

  private boolean hasRoom(Batch batch, long bytes) {
    return batch.size() < stream.options().batchSize()
        && bytes < stream.parts().sink().traits().maxBytes()
        && !stream.isFull(parked.count(), parked.bytes())
        && !settler.sawMassRefusal();
  }

  private boolean join(Change change, Batch batch) throws Stopped, InterruptedException {
    ChangeEvent event = change.event();
    Origin.Journalled origin = new Origin.Journalled(change.position(), change.bytes());
    List<Step> steps = change.equals(deferred) ? deferredSteps : route(change);
    List<Entry> entries = new ArrayList<>(steps.size());
    for (Step step : steps) {
      if (address(step, event, origin) instanceof Addresses.Result.Ready(Entry entry)) {
        entries.add(entry);
      }
    }
    boolean taken = batch.isEmpty() || batch.takes(entries);
    deferred = taken ? null : change;
    deferredSteps = taken ? List.of() : steps;
    if (taken) {
      steps.forEach(step -> settle(step, event, origin));
      batch.add(entries);
    }
    return taken;
  }

  private List<Step> route(Change change) {
    ChangeEvent event = change.event();
    List<Route> routes = stream.routes(event.resource());
    List<Step> steps = new ArrayList<>(routes.size());
    for (Route route : routes) {
      if (change.isFor(stream.options().id(), route.mapping())) {
        steps.add(new Step(route, routed(route, event)));
      }
    }
    return steps;
  }

  /**
   * What a route makes of a change. A lane is interrupted in calls of its destination only: what
   * interrupts it here is the transform, which must not end it.
   */
  private Routed routed(Route route, ChangeEvent event) {
    try {
      return stream.parts().routing().route(route, event);
    } catch (InterruptedException e) {
      return new Routed.Failed(e);
    } finally {
      Thread.interrupted();
    }
  }

  private Addresses.@Nullable Result address(Step step, ChangeEvent event, Origin origin)
      throws Stopped, InterruptedException {
    if (step.routed instanceof Routed.Row row) {
      RecordKey key = RecordKey.of(step.route, event);
      if (parked.holds(key)) {
        step.address = addresses.behind(step.route, event, row);
      } else if (step.address == null || settler.isUnsure(key)) {
        step.address = addresses.address(step.route, event, row, origin);
      }
    }
    return step.address;
  }

  private void settle(Step step, ChangeEvent event, Origin.Journalled origin) {
    switch (step.routed) {
      case Routed.NotListed _ -> settler.notListed();
      case Routed.Null _ -> {
        stream.refusals().made(step.route);
        settler.skipped(event);
      }
      case Routed.Failed(Exception cause) ->
          settler.failed(step.route, event, origin, Settler.TRANSFORM, ErrorText.of(cause));
      case Routed.Row _ -> {
        if (!(step.address instanceof Addresses.Result.Missing)) {
          stream.refusals().made(step.route);
        }
        switch (step.address) {
          case Addresses.Result.Nowhere _ -> settler.skipped(event);
          case Addresses.Result.Behind(boolean inPlace) ->
              settler.follow(step.route, event, origin, inPlace);
          case Addresses.Result.Missing(String code, String message) ->
              settler.failed(step.route, event, origin, code, message);
          case Addresses.Result.Ready _ -> {} // it is sent
          case null -> throw new IllegalStateException("not addressed: " + event.id());
        }
      }
    }
  }

  /** A batch of parked changes that are due. */
  Batch fromParking(List<Parked> due) throws Stopped, InterruptedException {
    Batch batch = new Batch(stream.parts().sink().traits());
    for (Parked change : due) {
      Optional<Route> route = stream.route(change.key().route());
      if (route.isEmpty()) {
        settler.routeGone(change);
      } else if (!settler.sawMassRefusal()) {
        add(route.get(), change.event(), new Origin.FromParking(change), batch);
      }
    }
    return batch;
  }

  /** A batch of dead letters. */
  Batch fromDead(List<Redriving.Letter> letters) throws Stopped, InterruptedException {
    Batch batch = new Batch(stream.parts().sink().traits());
    for (Redriving.Letter letter : letters) {
      DeliveryId id = letter.letter().id();
      Optional<Route> route =
          stream.routes(letter.letter().event().resource()).stream()
              .filter(candidate -> candidate.mapping() == id.mapping())
              .findFirst();
      if (route.isEmpty()) {
        letter.report(RedriveResult.Outcome.NOT_RUNNING, "The route is not configured any more.");
      } else {
        Origin origin = new Origin.Redriven(letter.job(), letter.letter());
        add(route.get(), letter.letter().event(), origin, batch);
      }
    }
    return batch;
  }

  private void add(Route route, ChangeEvent event, Origin origin, Batch batch)
      throws Stopped, InterruptedException {
    switch (routed(route, event)) {
      case Routed.NotListed _ -> settler.dropped(origin, Outcome.NOT_LISTED);
      case Routed.Null _ -> settler.dropped(origin, Outcome.SKIPPED);
      case Routed.Failed(Exception cause) ->
          settler.failed(route, event, origin, Settler.TRANSFORM, ErrorText.of(cause));
      case Routed.Row row -> {
        switch (addresses.address(route, event, row, origin)) {
          case Addresses.Result.Ready(Entry entry) -> batch.add(List.of(entry));
          case Addresses.Result.Nowhere _ -> settler.dropped(origin, Outcome.SKIPPED);
          case Addresses.Result.Missing(String code, String message) ->
              settler.failed(route, event, origin, code, message);
          case Addresses.Result.Behind _ ->
              throw new IllegalStateException("behind itself: " + event.id());
        }
      }
    }
  }
}
