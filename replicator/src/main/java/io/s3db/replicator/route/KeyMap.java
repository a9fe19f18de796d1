package io.s3db.replicator.route;

import io.s3db.replicator.spi.Key;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.util.ArrayList;
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
  private final Set<String> suspectTargets = ConcurrentHashMap.newKeySet();
  private final Map<Row, Known> cache =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Row, Known> eldest) {
          return size() > CACHED;
        }
      };

  KeyMap(StateStore state, String replicator) {
    this.state = state;
    this.replicator = replicator;
    mappedTargets.addAll(state.mappedTargets(replicator));
    suspectTargets.addAll(state.suspectTargets(replicator));
  }

  /** What is known of a record's row. */
  Known find(Row row) {
    boolean suspect = suspectTargets.contains(row.target());
    if (!suspect && !mappedTargets.contains(row.target())) {
      return Known.NOTHING;
    }
    synchronized (cache) {
      Known cached = cache.get(row);
      if (cached != null) {
        return cached;
      }
    }
    Optional<Key> key = state.mappedKey(replicator, row.target(), row.resource(), row.recordId());
    Known saved = new Known(key, suspect ? suspects(row) : Set.of());
    synchronized (cache) {
      return cache.computeIfAbsent(row, _ -> saved);
    }
  }

  private Set<Key> suspects(Row row) {
    return state.suspectKeys(replicator, row.target(), row.resource(), row.recordId());
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

  /**
   * Takes note that the row has this key now (null: no row, or its record's id), and that there is
   * no other.
   */
  List<StateChange> become(Row row, Known known, @Nullable Key key) {
    Known now = new Known(Optional.ofNullable(key), Set.of());
    if (known.equals(now)) {
      return List.of();
    }
    synchronized (cache) {
      cache.put(row, now);
    }
    List<StateChange> changes = new ArrayList<>(2);
    if (!known.suspects().isEmpty()) {
      changes.add(
          new StateChange.ClearSuspects(replicator, row.target(), row.resource(), row.recordId()));
    }
    if (!known.key().equals(now.key())) {
      mappedTargets.add(row.target());
      changes.add(
          key == null
              ? new StateChange.UnmapKey(replicator, row.target(), row.resource(), row.recordId())
              : new StateChange.MapKey(
                  replicator, row.target(), row.resource(), row.recordId(), key));
    }
    return changes;
  }

  /**
   * What to remember if a delivery under this key is refused: that it may be there all the same, as
   * an attempt before it may have been carried out. Nothing if the row is looked for there anyway.
   */
  List<StateChange> suspicion(Row row, Known known, Key key, boolean identity) {
    boolean found = known.key().map(at -> at.text().equals(key.text())).orElse(identity);
    return found
        ? List.of()
        : List.of(
            new StateChange.SuspectKey(
                replicator, row.target(), row.resource(), row.recordId(), key));
  }

  /** Asks the state the next time. */
  void forget(Row row) {
    if (!suspects(row).isEmpty()) {
      suspectTargets.add(row.target());
    }
    synchronized (cache) {
      cache.remove(row);
    }
  }

  /** The row of a source record at a target. */
  record Row(String target, String resource, String recordId) {}

  /**
   * What is known of such a row.
   *
   * @param key its key, if it is known to be another than the record's id
   * @param suspects keys under which there may be a row as well
   */
  record Known(Optional<Key> key, Set<Key> suspects) {
    static final Known NOTHING = new Known(Optional.empty(), Set.of());
  }
}
