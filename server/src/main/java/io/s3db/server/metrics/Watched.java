package io.s3db.server.metrics;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.ReplicatorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One destination, looked at every second. */
final class Watched {
  private static final int LOOKS = 10;
  private static final int STEPS = 60;

  private final Latencies freshness = new Latencies();
  private final Latencies writes = new Latencies();
  private final Deque<Look> looks = new ArrayDeque<>();
  private final Deque<Look> steps = new ArrayDeque<>();
  private ReplicatorStatus status;
  private Instant lastProgress;
  private int seconds;

  Watched(ReplicatorStatus first, Instant now) {
    this.status = first;
    this.lastProgress = now;
    Look look = look(first, now);
    looks.add(look);
    steps.add(look);
  }

  /** The counters at one time. */
  private record Look(Instant at, long delivered, long failed, long skipped, long settled) {}

  Latencies freshness() {
    return freshness;
  }

  Latencies writes() {
    return writes;
  }

  synchronized ReplicatorStatus status() {
    return status;
  }

  synchronized void look(ReplicatorStatus now, Instant at, boolean isSecond) {
    Look last = looks.getLast();
    Look look = look(now, at);
    if (look.settled() != last.settled() || now.lag().events() == 0 || isByHand(now.state())) {
      lastProgress = at;
    }
    status = now;
    if (isSecond) {
      keep(look);
    }
  }

  private void keep(Look look) {
    add(looks, look, LOOKS + 1);
    if (++seconds % Figures.STEP_SECONDS == 0) {
      add(steps, look, STEPS + 1);
      freshness.turn();
      writes.turn();
    }
  }

  private static void add(Deque<Look> list, Look look, int most) {
    list.addLast(look);
    if (list.size() > most) {
      list.removeFirst();
    }
  }

  /** Why the daemon is not ready because of it, if so. */
  synchronized Optional<String> complaint(Instant now, Duration stuckAfter) {
    Duration still = Duration.between(lastProgress, now);
    return switch (status.state()) {
      case STALLED, NEEDS_SYNC, DENIED -> Optional.of(orWord());
      case STARTING, RUNNING, RETRYING ->
          still.compareTo(stuckAfter) < 0 ? routes() : Optional.of(stuck(still));
      case PAUSED, DISABLED, STOPPED -> Optional.empty();
    };
  }

  private Optional<String> routes() {
    return status.routes().stream()
        .filter(each -> isBad(each.state()))
        .map(each -> each.name() + " is " + each.state().word() + ": " + each.reason())
        .findFirst();
  }

  private static boolean isBad(ReplicatorState state) {
    return state == ReplicatorState.DENIED
        || state == ReplicatorState.STALLED
        || state == ReplicatorState.NEEDS_SYNC;
  }

  private String stuck(Duration still) {
    long waiting = status.lag().events();
    return "Nothing was delivered for %d s although %d change%s wait%s.%s"
        .formatted(
            still.toSeconds(),
            waiting,
            waiting == 1 ? "" : "s",
            waiting == 1 ? "s" : "",
            status.reason().isEmpty() ? "" : " " + status.reason());
  }

  private String orWord() {
    return status.reason().isEmpty() ? "It is " + status.state().word() + "." : status.reason();
  }

  private static boolean isByHand(ReplicatorState state) {
    return state == ReplicatorState.PAUSED
        || state == ReplicatorState.DISABLED
        || state == ReplicatorState.STOPPED;
  }

  synchronized Figures figures() {
    Look first = looks.getFirst();
    Look last = looks.getLast();
    double time = Math.max(1, Duration.between(first.at(), last.at()).toMillis() / 1000.0);
    return new Figures(
        (last.delivered() - first.delivered()) / time,
        (last.failed() - first.failed()) / time,
        (last.skipped() - first.skipped()) / time,
        freshness.quantiles(),
        writes.quantiles(),
        history());
  }

  private List<Figures.Step> history() {
    List<Figures.Step> history = new ArrayList<>();
    Iterator<Look> all = steps.iterator();
    Look before = all.next();
    while (all.hasNext()) {
      Look after = all.next();
      history.add(
          new Figures.Step(
              after.delivered() - before.delivered(), after.failed() - before.failed()));
      before = after;
    }
    return history;
  }

  private static Look look(ReplicatorStatus status, Instant at) {
    Map<String, Long> counters = status.counters();
    long delivered = count(counters, "delivered") + count(counters, "redriven");
    long skipped = count(counters, "skipped") + count(counters, "notListed");
    long dead = count(counters, "deadLettered");
    long failed =
        count(counters, "failures.unavailable")
            + count(counters, "failures.denied")
            + count(counters, "failures.refused");
    return new Look(
        at,
        delivered,
        failed,
        skipped,
        delivered + skipped + dead + count(counters, "superseded") + count(counters, "lost"));
  }

  private static long count(Map<String, Long> counters, String name) {
    return counters.getOrDefault(name, 0L);
  }
}
