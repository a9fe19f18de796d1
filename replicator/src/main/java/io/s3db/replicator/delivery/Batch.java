package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that are sent together.
 *
 * <p>On mirrors a later delivery of a row takes the place of an earlier one. What cannot be sent in
 * one write is a conflict: the same record twice where a record may occur once, or rows that change
 * places. Then the batch ends; only where a single change is in conflict with itself it goes out in
 * several writes, one after the other.
 */
final class Batch {
  private final SinkTraits traits;
  private final List<List<Entry>> writes = new ArrayList<>();
  private final Map<String, Integer> rows = new HashMap<>();
  private int size;

  Batch(SinkTraits traits) {
    this.traits = traits;
    writes.add(new ArrayList<>());
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** What is sent, in order; each list is one write. */
  List<List<Entry>> writes() {
    return writes;
  }

  /** Whether the deliveries of one change can join the batch as it is. */
  boolean takes(List<Entry> ofOneChange) {
    return ofOneChange.stream().allMatch(entry -> place(entry.delivery()) != CONFLICT);
  }

  /** Adds the deliveries of one change. */
  void add(List<Entry> ofOneChange) {
    for (Entry entry : ofOneChange) {
      int place = place(entry.delivery());
      if (place == CONFLICT) {
        writes.add(new ArrayList<>());
        rows.clear();
        place = NEW;
      }
      put(place, entry);
    }
  }

  private static final int NEW = -1;
  private static final int CONFLICT = -2;

  private void put(int place, Entry entry) {
    List<Entry> write = writes.getLast();
    Entry added = entry;
    int index = place;
    if (place == NEW) {
      index = write.size();
      write.add(entry);
      size++;
    } else {
      added = entry.superseding(write.get(place));
      write.set(place, added);
    }
    for (String row : touched(added.delivery())) {
      rows.put(row, index);
    }
  }

  /** Where a delivery goes: the index of the one it supersedes, or new, or nowhere. */
  private int place(Delivery delivery) {
    int place = NEW;
    for (String row : touched(delivery)) {
      @Nullable Integer other = rows.get(row);
      if (other != null) {
        if (place != NEW && place != other) {
          return CONFLICT;
        }
        place = other;
      }
    }
    return place == NEW || covers(delivery, writes.getLast().get(place).delivery())
        ? place
        : CONFLICT;
  }

  /** Whether all rows that the older delivery changes are right after the newer one alone. */
  private boolean covers(Delivery newer, Delivery older) {
    if (!traits.mirror()) {
      return false;
    }
    if (older.replacedKey() == null) {
      return true; // the row they share is the only one the older one changes
    }
    return newer.replacedKey() == null && newer.key().text().equals(older.key().text());
  }

  private Set<String> touched(Delivery delivery) {
    String target = delivery.target() + '\0';
    if (!traits.mirror()) {
      return traits.keyOncePerBatch()
          ? Set.of(target + delivery.resource() + '\0' + delivery.recordId())
          : Set.of();
    }
    @Nullable Key replaced = delivery.replacedKey();
    if (replaced == null) {
      return Set.of(target + delivery.key().text());
    }
    Set<String> both = HashSet.newHashSet(2);
    both.add(target + delivery.key().text());
    both.add(target + replaced.text());
    return both;
  }
}
