package io.s3db.replicator.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parked records of a lane: per record the change that was refused, and those that wait behind
 * it, in order. No clock, no I/O, no threads.
 */
final class ParkedKeys {
  /** The changes of one record; the first is tried, the others wait. */
  private static final class Line {
    final long number;
    final Deque<Parked> changes = new ArrayDeque<>();

    Line(long number) {
      this.number = number;
    }

    Instant due() {
      return changes.getFirst().due();
    }
  }

  private final Map<RecordKey, Line> lines = new HashMap<>();
  private final TreeSet<Line> byDue =
      new TreeSet<>(Comparator.comparing(Line::due).thenComparingLong(line -> line.number));
  private long numbers;
  private int count;
  private long bytes;

  boolean holds(RecordKey key) {
    return !lines.isEmpty() && lines.containsKey(key);
  }

  /** Whether a change must wait because an earlier one of its record is parked. */
  boolean holdsBack(RecordKey key, long order) {
    @Nullable Line line = lines.isEmpty() ? null : lines.get(key);
    return line != null && line.changes.getFirst().order() < order;
  }

  /**
   * Adds a change at the end of its record's line.
   *
   * @return the change whose place it took, if both are of the same row and may be merged; never
   *     the first of the line
   */
  Optional<Parked> add(Parked change) {
    @Nullable Line line = lines.get(change.key());
    if (line == null) {
      line = new Line(numbers++);
      line.changes.add(change);
      lines.put(change.key(), line);
      byDue.add(line);
      grow(change, 1);
      return Optional.empty();
    }
    if (line.changes.getLast().id().equals(change.id())) {
      return Optional.empty(); // read again after a crash: it is here already
    }
    @Nullable Parked replaced = null;
    if (line.changes.size() > 1 && change.mergeable() && line.changes.getLast().mergeable()) {
      replaced = line.changes.removeLast();
      grow(replaced, -1);
    }
    line.changes.addLast(change);
    grow(change, 1);
    return Optional.ofNullable(replaced);
  }

  /** The first changes of their records that are due, the longest waiting first. */
  List<Parked> due(Instant now, int most) {
    List<Parked> due = new ArrayList<>();
    for (Line line : byDue) {
      if (due.size() == most || line.due().isAfter(now)) {
        break;
      }
      due.add(line.changes.getFirst());
    }
    return due;
  }

  /** When the next one is due. */
  Instant nextDue() {
    return byDue.isEmpty() ? Instant.MAX : byDue.first().due();
  }

  /** The first change of a record was tried again, or put off. */
  void again(Parked first) {
    Line line = Objects.requireNonNull(lines.get(first.key()));
    byDue.remove(line);
    line.changes.removeFirst();
    line.changes.addFirst(first);
    byDue.add(line);
  }

  /** The first change of a record is done with; the next one, if any, is due at once. */
  void done(RecordKey key) {
    Line line = Objects.requireNonNull(lines.get(key));
    byDue.remove(line);
    grow(line.changes.removeFirst(), -1);
    if (line.changes.isEmpty()) {
      lines.remove(key);
      return;
    }
    line.changes.addFirst(line.changes.removeFirst().dueAt(Instant.MIN));
    byDue.add(line);
  }

  /** All, in the order of their lines. */
  List<Parked> all() {
    return lines.values().stream().flatMap(line -> line.changes.stream()).toList();
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  private void grow(Parked change, int by) {
    count += by;
    bytes += (long) by * change.bytes();
  }
}
