package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a destination have dead letters, so that a later delivery can mark them
 * superseded. Safe for many threads.
 *
 * <p>Up to a limit they are held in memory; beyond it the state is asked for each delivered record,
 * which is slow, but right.
 */
final class DeadKeys {
  static final int LIMIT = 20_000;

  private final StateStore state;
  private final String replicator;
  private final Map<RecordKey, TreeSet<EventId>> letters = new HashMap<>();
  private int count;
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
    }
    count++;
    letters
        .computeIfAbsent(keyOf(letter), _ -> new TreeSet<>(DeadKeys::compare))
        .add(letter.id().event());
  }

  synchronized void remove(DeadLetter letter) {
    @Nullable TreeSet<EventId> events = letters.get(keyOf(letter));
    if (events != null && events.remove(letter.id().event())) {
      count--;
      if (events.isEmpty()) {
        letters.remove(keyOf(letter));
      }
    }
  }

  /** The dead letters that a delivered change supersedes; they are forgotten here. */
  List<DeliveryId> supersededBy(Route route, EventId delivered, String recordId) {
    if (none) {
      return List.of();
    }
    return take(route, delivered, recordId);
  }

  private synchronized List<DeliveryId> take(Route route, EventId delivered, String recordId) {
    List<DeliveryId> superseded = new ArrayList<>();
    RecordKey key = new RecordKey(route.name(), recordId);
    @Nullable TreeSet<EventId> events = letters.get(key);
    while (events != null && !events.isEmpty() && isBefore(events.first(), delivered)) {
      superseded.add(new DeliveryId(events.removeFirst(), route.mapping()));
      count--;
    }
    if (events != null && events.isEmpty()) {
      letters.remove(key);
    }
    if (overflowed) {
      state.deadLettersOf(replicator, route.resource(), recordId).stream()
          .map(DeadLetter::id)
          .filter(id -> id.mapping() == route.mapping() && isBefore(id.event(), delivered))
          .filter(id -> !superseded.contains(id))
          .forEach(superseded::add);
    }
    return superseded;
  }

  private static RecordKey keyOf(DeadLetter letter) {
    return new RecordKey(
        letter.event().resource() + "#" + letter.id().mapping(), letter.event().recordId());
  }

  /** Changes of one record get their names in the order in which they are made. */
  private static boolean isBefore(EventId left, EventId right) {
    return compare(left, right) < 0;
  }

  private static int compare(EventId left, EventId right) {
    int order = Integer.compare(left.run(), right.run());
    return order == 0 ? Long.compare(left.sequence(), right.sequence()) : order;
  }
}
