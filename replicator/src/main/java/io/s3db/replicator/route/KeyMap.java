package io.s3db.replicator.route;

import io.s3db.replicator.spi.Key;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of source records are at one destination, for rows whose key is not the record's
 * id: the state's key map with a small cache in front.
 *
 * <p>The cache runs ahead of the state: it holds what was addressed and is on its way. It is far
 * larger than what can be on its way, so nothing is read from the state before it was saved there.
 */
final class KeyMap {
  private static final int CACHED = 16_384;

  private final StateStore state;
  private final String replicator;
  private final Map<String, String> identities = new ConcurrentHashMap<>();
  private final Set<String> mappedTargets = ConcurrentHashMap.newKeySet();
  private final Map<Row, Optional<Key>> cache =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Row, Optional<Key>> eldest) {
          return size() > CACHED;
        }
      };

  KeyMap(StateStore state, String replicator) {
    this.state = state;
    this.replicator = replicator;
    mappedTargets.addAll(state.mappedTargets(replicator));
  }

  /** The key of a record's row, if it is known to be another than the record's id. */
  Optional<Key> find(Row row) {
    if (!mappedTargets.contains(row.target())) {
      return Optional.empty();
    }
    synchronized (cache) {
      Optional<Key> cached = cache.get(row);
      if (cached != null) {
        return cached;
      }
    }
    Optional<Key> saved = state.mappedKey(replicator, row.target(), row.resource(), row.recordId());
    synchronized (cache) {
      return cache.computeIfAbsent(row, _ -> saved);
    }
  }

  /**
   * The field that held the record's id when rows of a route were last written under it. A record
   * of such a route whose key is not in the map has its row there, if it has one.
   */
  Optional<String> identity(Route route) {
    String name = note(route);
    String known = identities.get(name);
    if (known == null) {
      known = identities.computeIfAbsent(name, _ -> state.note(name).orElse(""));
    }
    return known.isEmpty() ? Optional.empty() : Optional.of(known);
  }

  /** Remembers that a row is written under the record's id; durable on return, and rare. */
  void writtenUnderIdentity(Route route, String field) {
    if (!identity(route).equals(Optional.of(field))) {
      state.note(note(route), field);
      identities.put(note(route), field);
    }
  }

  private String note(Route route) {
    return "identity/" + replicator + "/" + route.resource() + " -> " + route.target();
  }

  /** Takes note that the row has this key now (null: no row, or its record's id). */
  List<StateChange> become(Row row, Optional<Key> known, @Nullable Key key) {
    if (known.equals(Optional.ofNullable(key))) {
      return List.of();
    }
    mappedTargets.add(row.target());
    synchronized (cache) {
      cache.put(row, Optional.ofNullable(key));
    }
    return List.of(
        key == null
            ? new StateChange.UnmapKey(replicator, row.target(), row.resource(), row.recordId())
            : new StateChange.MapKey(
                replicator, row.target(), row.resource(), row.recordId(), key));
  }

  void forget(Row row) {
    synchronized (cache) {
      cache.remove(row);
    }
  }

  record Row(String target, String resource, String recordId) {}
}
