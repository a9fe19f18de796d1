package io.s3db.replicator.backfill;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.StateStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reconciles what was sent to a destination of events with the journal, as far back as that
 * reaches. The destination cannot be read, and no row is kept for each event: so what is below a
 * checkpoint, and neither refused nor skipped by rule, was accepted; whether it was received only
 * the receiver can tell.
 */
final class JournalCheck {
  private static final int PAGE = 1000;
  private static final long PAGE_BYTES = 4L << 20;

  private final Journal journal;
  private final VerifyTarget destination;
  private final VerifyOptions options;
  private final List<Route> routes;
  private final List<String> notes = new ArrayList<>();

  /** Whether changes behind the beginning were released. */
  private boolean partly;

  JournalCheck(
      SyncParts parts, VerifyTarget destination, VerifyOptions options, List<Route> routes) {
    this.journal = parts.journal();
    this.destination = destination;
    this.options = options;
    this.routes = routes;
  }

  /** Waits until checkpoints are saved up to where the destination has caught up. */
  void awaitSaved(SyncParts parts, Position end) throws InterruptedException, SyncHalt {
    long began = parts.nanos().getAsLong();
    while (!isSaved(end)) {
      if (parts.nanos().getAsLong() - began >= options.patience().toNanos()) {
        throw new SyncHalt(
            "the checkpoints of '%s' were not saved within %d s."
                .formatted(id(), options.patience().toSeconds()));
      }
      Thread.sleep(10);
    }
  }

  private boolean isSaved(Position end) {
    return routes.stream()
        .flatMap(route -> RouteTally.settled(state(), id(), route).stream())
        .flatMap(List::stream)
        .noneMatch(position -> end.isAfter(position));
  }

  private StateStore state() {
    return destination.state();
  }

  private String id() {
    return destination.receiver().id();
  }

  JournalReport run(VerifyMeter meter) throws InterruptedException {
    Map<Route, RouteTally> tallies = new LinkedHashMap<>();
    for (Route route : routes) {
      List<Position> none = Collections.nCopies(256, Position.START);
      tallies.put(
          route,
          new RouteTally(
              destination, route, options, RouteTally.settled(state(), id(), route).orElse(none)));
    }
    boolean whole = routes.equals(destination.receiver().routes());
    Optional<SettledCount> count =
        whole ? Optional.of(SettledCount.begin(state(), id(), routes)) : Optional.empty();
    Position from = from();
    Position to = journal.end();
    walk(from, to, tallies, count, meter);
    long miscounted = miscounted(count, from);
    count.ifPresent(SettledCount::keep);
    if (options.receiver() == null) {
      notes.add(
          "Whether what was accepted has arrived, only the receiver knows: give verify its list of"
              + " ids (received).");
    }
    return new JournalReport(
        from, to, miscounted, tallies.values().stream().map(RouteTally::result).toList(), notes);
  }

  private Position from() {
    Position begin = journal.begin();
    Optional<Position> began = state().note("began/" + id()).map(Position::parse);
    if (began.isEmpty()) {
      notes.add("Where '" + id() + "' began is not known: earlier changes count as accepted.");
    } else if (begin.isAfter(began.get())) {
      notes.add("What lies before " + begin + " is not in the journal any more.");
    }
    return Position.max(begin, began.orElse(Position.START));
  }

  private void walk(
      Position from,
      Position to,
      Map<Route, RouteTally> tallies,
      Optional<SettledCount> count,
      VerifyMeter meter)
      throws InterruptedException {
    Position at = from;
    while (to.isAfter(at)) {
      Changes page = page(at);
      for (Change change : page.changes()) {
        for (Map.Entry<Route, RouteTally> each : tallies.entrySet()) {
          Route route = each.getKey();
          if (change.event().resource().equals(route.resource())
              && change.isFor(id(), route.mapping())) {
            each.getValue().add(change);
            count.ifPresent(counted -> counted.add(change));
          }
        }
      }
      meter.read(page.changes().size());
      if (page.changes().isEmpty() && page.next().equals(at)) {
        return;
      }
      at = page.next();
    }
  }

  /** What is kept from a position on; files may be released meanwhile. */
  private Changes page(Position at) {
    Changes page;
    try {
      page = journal.readKept(at, _ -> true, PAGE, PAGE_BYTES);
      partly |= page.released() > 0;
    } catch (JournalException e) {
      if (!e.code().equals("JOURNAL_POSITION_MISSING")) {
        throw e;
      }
      partly = true;
      page = journal.readKept(journal.begin(), _ -> true, PAGE, PAGE_BYTES);
    }
    return page;
  }

  private long miscounted(Optional<SettledCount> count, Position from) {
    if (partly) {
      notes.add(
          "Some changes were left out, and the counters not compared: the part of the journal that"
              + " they lie in was released, as all destinations are past it.");
      return 0;
    }
    boolean reaches =
        count.flatMap(SettledCount::from).map(mark -> !from.isAfter(mark)).orElse(false);
    Optional<Long> difference = count.flatMap(SettledCount::difference).filter(_ -> reaches);
    if (difference.isEmpty()) {
      notes.add(
          "The counters were not compared: that begins with the second verification, and needs the"
              + " journal since the first one (option journal.retention).");
    }
    return difference.orElse(0L);
  }
}
