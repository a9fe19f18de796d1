package io.s3db.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the parent of killed writers knows: per key, the states it may be in. That is the last
 * acknowledged one, or any that was begun after it. A value of -1 stands for "gone".
 */
final class Acknowledged {
  static final long GONE = -1;

  private final Map<String, Set<Long>> possible = new HashMap<>();
  private long writes;

  /** Takes note of a line of {@link CrashChild}. */
  void line(String line) {
    String[] word = line.split(" ", -1);
    if (word.length != 3) {
      return;
    }
    Set<Long> states = possible.computeIfAbsent(word[1], _ -> new HashSet<>(Set.of(GONE)));
    if (word[0].equals("A")) {
      states.clear();
      writes++;
    }
    if (word[0].equals("A") || word[0].equals("B")) {
      states.add(Long.parseLong(word[2]));
    }
  }

  /** Whether a key may be in a state. */
  boolean allows(String key, long state) {
    return possible.getOrDefault(key, Set.of(GONE)).contains(state);
  }

  /** The states a key may be in, for messages. */
  Set<Long> states(String key) {
    return possible.getOrDefault(key, Set.of(GONE));
  }

  /** How many writes were acknowledged. */
  long writes() {
    return writes;
  }
}
