package io.s3db.sink.webhook;

import java.util.LinkedHashSet;
import java.util.Set;

/** The latest ids, so many at most. Safe for many threads. */
final class RememberedIds {
  private final int most;
  private final Set<String> ids = new LinkedHashSet<>();

  RememberedIds(int most) {
    this.most = most;
  }

  synchronized boolean holds(String id) {
    return ids.contains(id);
  }

  synchronized void add(String id) {
    ids.remove(id);
    ids.add(id);
    if (ids.size() > most) {
      ids.remove(ids.iterator().next());
    }
  }
}
