package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes against the counters of a destination. Every change on a route is counted there
 * exactly once, in the transaction that moves the checkpoint over it; so between two states of the
 * counters there must be as many changes in the journal.
 */
final class SettledCount {
  private static final List<String> OUTCOMES =
      List.of("delivered", "superseded", "skipped", "notListed", "deadLettered");
  private static final int ATTEMPTS = 50;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final StateStore state;
  private final String replicator;
  private final List<String> routes;
  private final @Nullable Mark before;
  private final @Nullable Mark now;
  private long between;

  /** What was settled at one time: below these positions so many changes. */
  private record Mark(List<Position> below, long settled, List<String> routes, String began) {}

  /** Compares with the state at the last verification, if there was one. */
  static SettledCount begin(StateStore state, String replicator, List<Route> routes)
      throws InterruptedException {
    return new SettledCount(state, replicator, routes.stream().map(Route::name).toList());
  }

  private SettledCount(StateStore state, String replicator, List<String> routes)
      throws InterruptedException {
    this.state = state;
    this.replicator = replicator;
    this.routes = routes;
    this.now = mark();
    this.before = now == null ? null : known(now);
  }

  /** The state now; null while it changes, or if a route goes alone. */
  private @Nullable Mark mark() throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<List<Position>> below = state.checkpoint(StreamId.main(replicator));
      boolean alone =
          state.streams().stream()
              .anyMatch(
                  stream -> stream.replicator().equals(replicator) && !stream.route().isEmpty());
      if (below.isEmpty() || alone) {
        return null;
      }
      long settled = settled();
      if (settled == settled() && below.equals(state.checkpoint(StreamId.main(replicator)))) {
        return new Mark(below.get(), settled, routes, began());
      }
      Thread.sleep(PAUSE);
    }
    return null;
  }

  /** What is parked is below the checkpoint, and counted when it is settled. */
  private long settled() {
    Map<String, Long> counters = state.counters(replicator);
    return state.parkedCount(replicator)
        + OUTCOMES.stream().mapToLong(name -> counters.getOrDefault(name, 0L)).sum();
  }

  private String began() {
    return state.note("began/" + replicator).orElse("");
  }

  private @Nullable Mark known(Mark now) {
    Mark kept = state.note(note()).map(SettledCount::read).orElse(null);
    return kept != null && kept.routes().equals(now.routes()) && kept.began().equals(now.began())
        ? kept
        : null;
  }

  private String note() {
    return "verified/" + replicator;
  }

  /** Below which nothing is settled that is counted now. */
  Optional<Position> from() {
    return Optional.ofNullable(before).flatMap(mark -> mark.below().stream().reduce(Position::min));
  }

  /** One more change on one of the routes. */
  void add(Change change) {
    if (before != null
        && now != null
        && !before.below().get(change.partition()).isAfter(change.position())
        && now.below().get(change.partition()).isAfter(change.position())) {
      between++;
    }
  }

  /** How many changes more there were than counted; nothing if it cannot be known. */
  Optional<Long> difference() {
    return before == null || now == null
        ? Optional.empty()
        : Optional.of(between - (now.settled() - before.settled()));
  }

  /** The next verification counts from here. */
  void keep() {
    if (now != null) {
      state.note(
          note(),
          Document.of(
                  "below", now.below().stream().map(Position::toString).toList(),
                  "settled", now.settled(),
                  "routes", now.routes(),
                  "began", now.began())
              .toJson());
    }
  }

  private static Mark read(String text) {
    Document kept = Document.parse(text);
    return new Mark(
        kept.list("below").stream().map(each -> Position.parse(String.valueOf(each))).toList(),
        kept.integer("settled"),
        kept.list("routes").stream().map(String::valueOf).toList(),
        kept.text("began"));
  }
}
