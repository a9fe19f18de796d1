package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Whether all rows that the older delivery changes are right after the newer one alone, which
   * removes what the older one would remove.
   */
  private boolean covers(Delivery newer, Delivery older) {
    return traits.mirror() && rowsOf(newer).contains(row(older, older.key()));
  }

  /** What of a delivery must not occur twice in a write: its record, and on mirrors its rows. */
  private List<String> touched(Delivery delivery) {
    if (!traits.mirror() && !traits.keyOncePerBatch()) {
      return List.of();
    }
    String record = delivery.target() + "\0r" + delivery.resource() + '\0' + delivery.recordId();
    if (!traits.mirror()) {
      return List.of(record);
    }
    List<String> all = rowsOf(delivery);
    all.add(record);
    return all;
  }

  private static List<String> rowsOf(Delivery delivery) {
    List<String> rows = new ArrayList<>(3);
    rows.add(row(delivery, delivery.key()));
    delivery.replacedKeys().forEach(replaced -> rows.add(row(delivery, replaced)));
    return rows;
  }

  private static String row(Delivery delivery, Key key) {
    return delivery.target() + "\0k" + key.text();
  }
}
