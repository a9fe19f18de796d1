package io.s3db.server.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The connections that are open. When there are too many, those that wait longest for their clients
 * are closed, so that thousands that say nothing keep nobody out. Each has a {@link #MOMENT} in
 * which it may still speak: in a crowd, what a client said is often there before it is read. Safe
 * for many threads.
 */
final class Connections {
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final int most;
  private final SequencedSet<Deadline> waiting = new LinkedHashSet<>();
  private final Set<Deadline> leaving = new HashSet<>();
  private int open;

  Connections(int most) {
    this.most = most;
  }

  /** There is one more. */
  synchronized void opened() {
    open++;
    while (open - leaving.size() > most && !waiting.isEmpty()) {
      Deadline longest = waiting.removeFirst();
      leaving.add(longest);
      longest.endIn(MOMENT);
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
    leaving.remove(deadline);
  }
}
