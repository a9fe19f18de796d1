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
  private String last = "";

  /** A record was accepted. */
  void accepted() {
    if (refused > 0 || results.size() < SIZE) { // else all are accepted, and one more says nothing
      add(ACCEPTED);
    }
  }

  /**
   * A change was refused for the first time. Where others are accepted, the changes of one record
   * that are refused in a row count once: when the last of many that collapsed is refused, those
   * before it are sent in its place, one by one.
   *
   * @return whether this is the reason of most of the last results
   */
  boolean refused(String code, String record) {
    String result = "!" + code;
    boolean again = record.equals(last) && result.equals(results.peekLast());
    if (!again || refused == results.size()) {
      add(result);
      last = record;
    }
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
    last = "";
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
