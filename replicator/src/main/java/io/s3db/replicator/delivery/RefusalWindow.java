package io.s3db.replicator.delivery;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells a bad record from a bad route: the last results of one route, and whether most of them are
 * refusals for the same reason.
 */
final class RefusalWindow {
  static final int SIZE = 20;
  static final int LEAST = 10;
  private static final String ACCEPTED = "";

  private final Deque<String> results = new ArrayDeque<>(SIZE);
  private int refused;

  /** A record was accepted. */
  void accepted() {
    if (refused > 0 || results.size() < SIZE) { // else all are accepted, and one more says nothing
      add(ACCEPTED);
    }
  }

  /**
   * A record was refused for the first time.
   *
   * @return whether this is the reason of most of the last results
   */
  boolean refused(String code) {
    add("!" + code);
    return isMass(code);
  }

  /** Whether most of the last results are refusals for this reason. */
  boolean isMass(String code) {
    String reason = "!" + code;
    long same = results.stream().filter(reason::equals).count();
    return same >= LEAST && same * 2 > results.size();
  }

  /** Forgets everything: the reason is gone. */
  void clear() {
    results.clear();
    refused = 0;
  }

  private void add(String result) {
    if (results.size() == SIZE && !results.removeFirst().equals(ACCEPTED)) {
      refused--;
    }
    results.addLast(result);
    if (!result.equals(ACCEPTED)) {
      refused++;
    }
  }
}
