package io.s3db.server.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections that are open. When there is one too many, the one that waits longest for its
 * client is closed, so that thousands that say nothing keep nobody out. Safe for many threads.
 */
final class Connections {
  private final int most;
  private final Set<Deadline> waiting = new LinkedHashSet<>();
  private int open;

  Connections(int most) {
    this.most = most;
  }

  /** There is one more. */
  synchronized void opened() {
    open++;
    Iterator<Deadline> longest = waiting.iterator();
    if (open > most && longest.hasNext()) {
      Deadline closed = longest.next();
      longest.remove();
      closed.end();
    }
  }

  /** There is one less. */
  synchronized void closed() {
    open--;
  }

  /** A connection waits for its client: it may be closed until it {@link #goesOn}. */
  synchronized void waits(Deadline deadline) {
    waiting.add(deadline);
  }

  /** Its client said something, or it was closed. */
  synchronized void goesOn(Deadline deadline) {
    waiting.remove(deadline);
  }
}
