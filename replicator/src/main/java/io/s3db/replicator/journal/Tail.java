package io.s3db.replicator.journal;

import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes of a run, decoded, within a byte limit; and the end of what can be read.
 *
 * <p>A change and the end behind it appear together, so that nobody passes a change unseen.
 */
final class Tail {
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private @Nullable Change[] ring = new @Nullable Change[256];
  private int head;
  private int count;
  private long bytes;
  private Position floor;
  private Position end;
  private @Nullable Position newest;

  Tail(Position begin, long maxBytes) {
    this.maxBytes = maxBytes;
    this.floor = begin;
    this.end = begin;
  }

  /** Begins a run that nobody has read yet. */
  void restart(Position begin) {
    lock.lock();
    try {
      dropBelow(new Position(begin.run(), Long.MAX_VALUE));
      floor = begin;
      end = begin;
      newest = null;
    } finally {
      lock.unlock();
    }
  }

  /** There is a change, and the end is behind it. */
  void add(Change change, Position newEnd) {
    lock.lock();
    try {
      if (count == ring.length) {
        enlarge();
      }
      ring[(head + count++) & (ring.length - 1)] = change;
      bytes += change.bytes();
      end = newEnd;
      newest = change.position();
      while (bytes > maxBytes && count > 0) {
        dropOldest();
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There is nothing to deliver up to here. */
  void advance(Position newEnd) {
    lock.lock();
    try {
      end = newEnd;
    } finally {
      lock.unlock();
    }
  }

  /** The changes from a position on, or nothing if it is older than what is kept. */
  Optional<Changes> read(Position from, IntPredicate wanted, int maxChanges, long maxSize) {
    lock.lock();
    try {
      if (from.compareTo(floor) < 0) {
        return Optional.empty();
      }
      List<Change> found = new ArrayList<>();
      long size = 0;
      for (int i = firstFrom(from); i < count; i++) {
        Change change = at(i);
        if (!wanted.test(change.partition())) {
          continue;
        }
        if (found.size() == maxChanges || (size + change.bytes() > maxSize && size > 0)) {
          return Optional.of(new Changes(found, change.position(), 0));
        }
        found.add(change);
        size += change.bytes();
      }
      return Optional.of(new Changes(found, Position.max(from, end), 0));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a change lies at a position or behind it. */
  boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (newest == null || newest.compareTo(position) < 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = grown.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is older than a position. */
  void dropBelow(Position position) {
    lock.lock();
    try {
      while (count > 0 && at(0).position().compareTo(position) < 0) {
        dropOldest();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The changes of a record, as far as they are kept. */
  List<Change> of(String resource, String recordId) {
    lock.lock();
    try {
      List<Change> found = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (isOf(at(i), resource, recordId)) {
          found.add(at(i));
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the changes of a record; returns how many. */
  int remove(String resource, String recordId) {
    lock.lock();
    try {
      int kept = 0;
      for (int i = 0; i < count; i++) {
        Change change = at(i);
        if (isOf(change, resource, recordId)) {
          bytes -= change.bytes();
        } else {
          ring[(head + kept++) & (ring.length - 1)] = change;
        }
      }
      int removed = count - kept;
      for (int i = kept; i < count; i++) {
        ring[(head + i) & (ring.length - 1)] = null;
      }
      count = kept;
      return removed;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOf(Change change, String resource, String recordId) {
    return change.event().recordId().equals(recordId) && change.event().resource().equals(resource);
  }

  Position end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest position that is still answered from here. */
  Position floor() {
    lock.lock();
    try {
      return floor;
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private int firstFrom(Position from) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).position().compareTo(from) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Change at(int index) {
    return Objects.requireNonNull(ring[(head + index) & (ring.length - 1)]);
  }

  private void dropOldest() {
    Change oldest = at(0);
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    count--;
    bytes -= oldest.bytes();
    floor = new Position(oldest.position().run(), oldest.position().offset() + 1);
  }

  private void enlarge() {
    @Nullable Change[] larger = new @Nullable Change[ring.length * 2];
    for (int i = 0; i < count; i++) {
      larger[i] = at(i);
    }
    ring = larger;
    head = 0;
  }
}
