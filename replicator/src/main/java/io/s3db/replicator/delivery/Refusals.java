package io.s3db.replicator.delivery;

import io.s3db.replicator.route.AddressException;
import io.s3db.replicator.route.Route;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The last results of the routes of a stream. Safe for its lanes.
 *
 * <p>What could not be made into a row is weighed against all that could, and what the destination
 * refused against all that it has: far more changes are made into rows than are sent, as those of
 * one record collapse, and a batch is made as a whole before the first of it is sent.
 */
final class Refusals {
  private static final Set<String> NOT_MADE = Set.of(Settler.TRANSFORM, AddressException.CODE);

  private record Window(String route, boolean making) {}

  private final Map<Window, RefusalWindow> windows = new HashMap<>();
  private volatile boolean none = true;

  /** The destination has a change. */
  void accepted(Route route) {
    good(route, false);
  }

  /** A change was made into a row, or passed over by the route. */
  void made(Route route) {
    good(route, true);
  }

  private void good(Route route, boolean making) {
    if (!none) { // as long as nothing was refused there is nothing to weigh
      synchronized (this) {
        window(new Window(route.name(), making)).accepted();
      }
    }
  }

  /** Whether the route is refused as a whole; a record counts when it is refused the first time. */
  synchronized boolean refused(RecordKey record, String code, boolean first) {
    none = false;
    RefusalWindow window = window(record.route(), code);
    return first ? window.refused(code, record.recordId()) : window.isMass(code);
  }

  /** Most of a route was refused with this code. */
  synchronized void expect(String route, String code) {
    none = false;
    for (int i = 0; i < RefusalWindow.SIZE; i++) {
      window(route, code).refused(code, "");
    }
  }

  /** A route that was paused is accepted again. */
  synchronized void clear() {
    windows.clear();
    none = true;
  }

  private RefusalWindow window(String route, String code) {
    return window(new Window(route, NOT_MADE.contains(code)));
  }

  private RefusalWindow window(Window which) {
    return windows.computeIfAbsent(which, _ -> new RefusalWindow());
  }
}
