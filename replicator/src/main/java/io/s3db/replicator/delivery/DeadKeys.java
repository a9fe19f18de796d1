package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.StateStore;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a destination have dead letters, so that a later delivery can mark them
 * superseded. Safe for many threads.
 *
 * <p>The latest are held in memory, up to a limit; beyond it the state is asked for each delivered
 * record, which is slow, but right.
 */
final class DeadKeys {
  static final int LIMIT = 20_000;

  private final StateStore state;
  private final String replicator;
  private final Map<RecordKey, List<Place>> letters = new LinkedHashMap<>();
  private int count;

  /** Where a change stands among the changes of its record. */
  private record Place(EventId id, Version version) {
    static Place of(ChangeEvent event) {
      return new Place(event.id(), event.version());
    }

    /**
     * Changes of one record get their names in the order in which they are made. What a sync tells,
     * and a change of another program, has a name of another kind: it covers what is not newer than
     * the record that was read.
     */
    boolean isBefore(Place other) {
      if (isHash(id) || isHash(other.id)) {
        return !id.equals(other.id) && !version.isAfter(other.version);
      }
      int order = Integer.compare(id.run(), other.id.run());
      return order == 0 ? id.sequence() < other.id.sequence() : order < 0;
    }

    private static boolean isHash(EventId id) {
      return id.isSnapshot() || id.isForeign();
    }
  }

  private boolean overflowed;
  private volatile boolean none;

  DeadKeys(StateStore state, String replicator) {
    this.state = state;
    this.replicator = replicator;
    List<DeadLetter> dead = state.deadLetters(replicator, DeadLetter.Status.DEAD, LIMIT + 1);
    none = dead.isEmpty();
    overflowed = dead.size() > LIMIT;
    dead.forEach(this::add);
  }

  synchronized void add(DeadLetter letter) {
    none = false;
    if (count >= LIMIT) {
      overflowed = true;
      dropOldest(); // the newest may not be in the state yet
    }
    List<Place> places = letters.computeIfAbsent(keyOf(letter), _ -> new ArrayList<>());
    Place place = Place.of(letter.event());
    if (!places.remove(place)) { // else it replaces the letter of the same name
      count++;
    }
    places.add(place);
  }

  private void dropOldest() {
    Iterator<List<Place>> oldest = letters.values().iterator();
    count -= oldest.next().size();
    oldest.remove();
  }

  synchronized void remove(DeadLetter letter) {
    @Nullable List<Place> places = letters.get(keyOf(letter));
    if (places != null && places.remove(Place.of(letter.event()))) {
      count--;
      if (places.isEmpty()) {
        letters.remove(keyOf(letter));
      }
    }
  }

  /** The dead letters that a delivered change supersedes; they are forgotten here. */
  List<DeliveryId> supersededBy(Route route, ChangeEvent delivered) {
    if (none) {
      return List.of();
    }
    return take(route, delivered);
  }

  private synchronized List<DeliveryId> take(Route route, ChangeEvent event) {
    List<DeliveryId> superseded = new ArrayList<>();
    Place delivered = Place.of(event);
    RecordKey key = RecordKey.of(route, event);
    List<Place> places = letters.getOrDefault(key, new ArrayList<>());
    for (Place place : List.copyOf(places)) {
      if (place.isBefore(delivered)) {
        superseded.add(new DeliveryId(place.id(), route.mapping()));
        places.remove(place);
        count--;
      }
    }
    if (places.isEmpty()) {
      letters.remove(key);
    }
    if (overflowed) {
      state.deadLettersOf(replicator, route.resource(), event.recordId()).stream()
          .filter(letter -> letter.id().mapping() == route.mapping())
          .filter(letter -> Place.of(letter.event()).isBefore(delivered))
          .map(DeadLetter::id)
          .filter(id -> !superseded.contains(id))
          .forEach(superseded::add);
    }
    return superseded;
  }

  private static RecordKey keyOf(DeadLetter letter) {
    return new RecordKey(
        letter.event().resource() + "#" + letter.id().mapping(), letter.event().recordId());
  }
}
