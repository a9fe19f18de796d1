package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a destination, or a route that goes its own way, does something else. */
final class Board {
  private static final Logger LOG = LoggerFactory.getLogger(Board.class);

  private final EventSink events;
  private final String replicator;
  private final Timer timer;
  private final Supplier<DestinationStatus> status;
  private final Map<String, ReplicatorState> last = new HashMap<>();

  Board(EventSink events, String replicator, Timer timer, Supplier<DestinationStatus> status) {
    this.events = events;
    this.replicator = replicator;
    this.timer = timer;
    this.status = status;
    last.put("", ReplicatorState.STARTING);
  }

  /** Looks, and tells what is new. */
  synchronized void look() {
    DestinationStatus now = status.get();
    show("", now.whole());
    now.routes().forEach(this::show);
    last.keySet().removeIf(route -> !route.isEmpty() && !now.routes().containsKey(route));
  }

  private void show(String route, Standing standing) {
    @Nullable ReplicatorState known = last.put(route, standing.state());
    ReplicatorState before = known == null ? ReplicatorState.RUNNING : known;
    if (before == standing.state()) {
      return;
    }
    LOG.info(
        "{}{}: {} -> {}{}",
        replicator,
        route.isEmpty() ? "" : "/" + route,
        before.word(),
        standing.state().word(),
        standing.reason().isEmpty() ? "" : " " + standing.reason());
    if (events.wanted(ReplicationEvent.StateChanged.class)) {
      events.publish(
          new ReplicationEvent.StateChanged(
              replicator, timer.now(), route, before, standing.state(), standing.reason()));
    }
  }
}
