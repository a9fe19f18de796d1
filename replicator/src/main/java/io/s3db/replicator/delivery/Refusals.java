package io.s3db.replicator.delivery;

import io.s3db.replicator.route.Route;
import java.util.HashMap;
import java.util.Map;

/** The last results of the routes of a stream. Safe for its lanes. */
final class Refusals {
  private final Map<String, RefusalWindow> windows = new HashMap<>();
  private volatile boolean none = true;

  void accepted(Route route) {
    if (!none) { // as long as nothing was refused there is nothing to weigh
      synchronized (this) {
        window(route).accepted();
      }
    }
  }

  /** Whether the route is refused as a whole; a record counts when it is refused the first time. */
  synchronized boolean refused(Route route, String code, boolean first) {
    none = false;
    return first ? window(route).refused(code) : window(route).isMass(code);
  }

  /** A route that was paused is accepted again. */
  synchronized void clear() {
    windows.clear();
    none = true;
  }

  private RefusalWindow window(Route route) {
    return windows.computeIfAbsent(route.name(), _ -> new RefusalWindow());
  }
}
