package io.s3db.replicator;

import io.s3db.replicator.backfill.Coverage;
import io.s3db.replicator.delivery.DestinationStatus;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.delivery.Standing;
import io.s3db.replicator.route.Route;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows and tells which routes of a destination that is at work need a sync, because they were not
 * configured for a while.
 */
record RouteGaps(
    Coverage coverage,
    String replicator,
    List<Route> routes,
    EventSink events,
    InstantSource time) {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);

  /** Takes note of what is configured now, and tells of gaps; before anything is written. */
  void open(Consumer<Route> added) {
    coverage.note(routes, time.instant()).forEach(added);
    coverage
        .gaps(routes)
        .forEach(
            (route, why) -> {
              LOG.warn("{}/{} needs sync: {}", replicator, route, why);
              tell(route, ReplicatorState.RUNNING, ReplicatorState.NEEDS_SYNC, why);
            });
  }

  /** All records of some resources were copied. */
  void synced(String sync, Collection<String> resources) {
    Map<String, String> before = coverage.gaps(routes);
    if (!before.isEmpty()) {
      coverage.synced(sync, resources, routes);
      tellFilled(before);
    }
  }

  /** Some routes lack nothing, or it was accepted that they do. */
  void fill(Collection<Route> filled) {
    Map<String, String> before = coverage.gaps(routes);
    if (!before.isEmpty()) {
      coverage.fill(filled, routes);
      tellFilled(before);
    }
  }

  private void tellFilled(Map<String, String> before) {
    Map<String, String> left = coverage.gaps(routes);
    before.keySet().stream()
        .filter(route -> !left.containsKey(route))
        .forEach(
            route -> {
              LOG.info("{}/{} needs no sync any more", replicator, route);
              tell(route, ReplicatorState.NEEDS_SYNC, ReplicatorState.RUNNING, "");
            });
  }

  private void tell(String route, ReplicatorState before, ReplicatorState now, String why) {
    if (events.wanted(ReplicationEvent.StateChanged.class)) {
      events.publish(
          new ReplicationEvent.StateChanged(replicator, time.instant(), route, before, now, why));
    }
  }

  /** How a destination stands, with its gaps: what else is wrong with a route is said first. */
  DestinationStatus over(DestinationStatus status) {
    Map<String, Standing> all = new HashMap<>(status.routes());
    coverage
        .gaps(routes)
        .forEach(
            (route, why) -> {
              Standing own = all.getOrDefault(route, status.whole());
              boolean well = own.state() == ReplicatorState.RUNNING;
              all.put(
                  route,
                  new Standing(
                      well ? ReplicatorState.NEEDS_SYNC : own.state(),
                      own.reason().isEmpty() ? why : own.reason() + " " + why,
                      own.nextAttempt()));
            });
    return new DestinationStatus(status.whole(), all, status.parked());
  }
}
