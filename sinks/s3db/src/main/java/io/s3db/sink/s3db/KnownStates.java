package io.s3db.sink.s3db;

import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states in which this sink left or found records, the most recently used of them.
 *
 * <p>A write that knows the state needs one request: the store refuses it if the state is no longer
 * that. So an entry that is out of date costs a read, never a record. Safe for many threads.
 */
final class KnownStates {
  private final Map<String, State> states;

  KnownStates(int most) {
    this.states =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
            return size() > most;
          }
        };
  }

  /** A version of a record, and how the store names the state it left. */
  record State(Version version, ETag etag) {}

  synchronized Optional<State> find(String resource, String id) {
    return Optional.ofNullable(states.get(name(resource, id)));
  }

  /** Remembers a state, unless a later one is known or the store named none. */
  synchronized void remember(String resource, String id, Version version, @Nullable ETag etag) {
    if (etag != null) {
      states.merge(
          name(resource, id),
          new State(version, etag),
          (known, next) -> known.version().isAfter(next.version()) ? known : next);
    }
  }

  synchronized void forget(String resource, String id) {
    states.remove(name(resource, id));
  }

  /** Resource names hold no slash. */
  private static String name(String resource, String id) {
    return resource + "/" + id;
  }
}
