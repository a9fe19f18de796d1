package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The changes that wait for one lane: filled by the reader, in chunks, emptied by the lane.
 *
 * <p>When it is full the reader leaves it behind. The lane then reads on by itself, from where the
 * inbox ends, until it has caught up with the reader. So the memory is bounded, and neither waits
 * for the other.
 */
final class Inbox {
  private final List<Position> start;
  private final IntPredicate partitions;
  private final Limits limits;

  // Of the lane alone.
  private List<Change> current = List.of();
  private int index;

  // Guarded by this.
  private final Deque<List<Change>> chunks = new ArrayDeque<>();
  private int waiting;
  private int inHand;
  private long waitingBytes;
  private Position upTo;
  private Position done;
  private boolean behind = true;
  private Settlement unsaved = new Settlement();

  /** How much may wait. */
  record Limits(int changes, long bytes) {}

  /**
   * An empty inbox, behind any reader.
   *
   * @param start where each partition begins; what is before is done
   * @param partitions those of the lane
   * @param from where the lane begins
   */
  Inbox(List<Position> start, IntPredicate partitions, Position from, Limits limits) {
    this.start = start;
    this.partitions = partitions;
    this.limits = limits;
    this.upTo = from;
    this.done = from;
  }

  // The reader's side.

  /** Whether the lane takes part in the reading of what follows a position. */
  synchronized boolean joins(Position cursor) {
    if (behind && upTo.compareTo(cursor) >= 0) {
      behind = false;
    }
    return !behind;
  }

  /** Whether the lane could soon have nothing to do. */
  synchronized boolean hungry() {
    return waiting * 4 < limits.changes && waitingBytes * 4 < limits.bytes;
  }

  boolean owns(int partition) {
    return partitions.test(partition);
  }

  /** Takes a chunk, or is left behind. Only after {@link #joins} said yes. */
  synchronized void offer(List<Change> changes, Position next) {
    if (!changes.isEmpty() && isFull()) {
      behind = true;
      return;
    }
    append(changes, next);
  }

  private boolean isFull() {
    return waiting >= limits.changes || waitingBytes >= limits.bytes;
  }

  private void append(List<Change> changes, Position next) {
    List<Change> fresh = new ArrayList<>(changes.size());
    for (Change change : changes) {
      boolean known = change.position().compareTo(upTo) < 0;
      if (!known && change.position().compareTo(start.get(change.partition())) >= 0) {
        fresh.add(change);
        waitingBytes += change.bytes();
      }
    }
    if (!fresh.isEmpty()) {
      chunks.add(fresh);
      waiting += fresh.size();
    }
    boolean idle = done.equals(upTo);
    upTo = Position.max(upTo, next);
    if (idle) {
      done = fresh.isEmpty() ? upTo : fresh.getFirst().position();
    }
  }

  // The lane's side.

  /** The next change; null if there is none here. */
  @Nullable Change peek() {
    if (index == current.size()) {
      synchronized (this) {
        @Nullable List<Change> next = chunks.poll();
        current = next == null ? List.of() : next;
        index = 0;
      }
    }
    return index < current.size() ? current.get(index) : null;
  }

  /** Moves on to the change after the one {@link #peek} gave. */
  void advance() {
    Change taken = current.get(index++);
    synchronized (this) {
      waiting--;
      inHand++;
      waitingBytes -= taken.bytes();
    }
  }

  /**
   * Reads on by itself if the reader left it behind.
   *
   * @return whether there is something to do now
   */
  boolean refill(Journal journal) {
    Position from;
    synchronized (this) {
      if (!behind || waiting > 0) {
        return false;
      }
      from = upTo;
    }
    Changes read = journal.read(from, partitions, limits.changes, limits.bytes);
    synchronized (this) {
      if (!behind || !upTo.equals(from)) {
        return false; // the reader was quicker
      }
      append(read.changes(), read.next());
      return !read.changes().isEmpty() || !read.next().equals(from);
    }
  }

  /** Everything up to the change that {@link #peek} gives is settled. */
  void done(Settlement settlement) {
    @Nullable Change next = peek();
    synchronized (this) {
      unsaved.merge(settlement);
      inHand = 0;
      if (next == null) { // unless the reader was quicker
        @Nullable List<Change> chunk = chunks.peek();
        done = chunk == null ? upTo : chunk.getFirst().position();
      } else {
        done = next.position();
      }
    }
  }

  // Everybody's.

  /** Everything before is settled. */
  synchronized Position doneBelow() {
    return done;
  }

  /** Where it ends: nothing after was looked at. */
  synchronized Position upTo() {
    return upTo;
  }

  synchronized int waiting() {
    return waiting;
  }

  /** How many changes are here or were taken from here, and are not settled. */
  synchronized int unsettled() {
    return waiting + inHand;
  }

  synchronized Saved collect() {
    Saved saved = new Saved(done, unsaved);
    unsaved = new Settlement();
    return saved;
  }

  /** A checkpoint, and what goes with it. */
  record Saved(Position done, Settlement settlement) {}
}
