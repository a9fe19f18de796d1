package io.s3db.replicator.capture;

import io.s3db.Operation;
import io.s3db.replicator.journal.Journal.InDoubt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One key that somebody writes, waits for, or is in doubt about.
 *
 * <p>The turn is a semaphore and not a lock, because it passes from the writer to the resolver.
 */
final class KeyState {
  /** A write in doubt, and since when this process knows. */
  record Doubt(InDoubt write, Instant since) {}

  final RecordKey key;

  /** Who may read and write the record now; first come, first served. */
  final Semaphore turn = new Semaphore(1, true);

  /** Digests of versions that were to be fenced. Used by whoever has the turn. */
  final Set<String> fenced = new HashSet<>();

  /** How many writes took effect while this object was in use, and what the last one did. */
  private int applied;

  private Operation lastApplied = Operation.INSERT;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final List<Doubt> doubts = new ArrayList<>();
  private boolean watched;
  private boolean nudged;

  /** How many threads use this object; changed only within the map of {@link KeyLocks}. */
  int users;

  KeyState(RecordKey key) {
    this.key = key;
  }

  /** A write took effect. Told by whoever has the turn. */
  void tookEffect(Operation operation) {
    applied++;
    lastApplied = operation;
  }

  /** How many writes took effect. Asked by whoever has the turn. */
  int applied() {
    return applied;
  }

  /** What the last write that took effect did. Asked by whoever has the turn. */
  Operation lastApplied() {
    return lastApplied;
  }

  /** Whether a write may go ahead: an insert may, if only inserts are in doubt. */
  boolean admits(boolean insert) {
    lock.lock();
    try {
      return doubts.isEmpty()
          || (insert
              && doubts.stream()
                  .allMatch(doubt -> doubt.write().write().operation() == Operation.INSERT));
    } finally {
      lock.unlock();
    }
  }

  void doubt(Doubt doubt) {
    lock.lock();
    try {
      doubts.add(doubt);
      nudge();
    } finally {
      lock.unlock();
    }
  }

  /** The writes in doubt, oldest first. */
  List<Doubt> doubts() {
    lock.lock();
    try {
      return List.copyOf(doubts);
    } finally {
      lock.unlock();
    }
  }

  void settled(Doubt doubt) {
    lock.lock();
    try {
      doubts.remove(doubt);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a resolver must be started: there is doubt and nobody looks into it. */
  boolean startWatch() {
    lock.lock();
    try {
      boolean start = !watched && !doubts.isEmpty();
      watched |= start;
      return start;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the resolver may end: nothing is in doubt any more. */
  boolean endWatch() {
    lock.lock();
    try {
      watched = !doubts.isEmpty();
      return !watched;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the resolver look again, and everybody else too. */
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The resolver's pause: ends early when there is news. */
  void awaitNews(Duration pause) throws InterruptedException {
    long nanos = pause.toNanos();
    lock.lockInterruptibly();
    try {
      while (!nudged && !doubts.isEmpty() && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      nudged = false;
    } finally {
      lock.unlock();
    }
  }

  /** A writer's wait for the doubt to end; returns what is left of its patience. */
  long awaitSettled(boolean insert, long nanos, Gate gate) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!admits(insert) && left > 0 && gate.isOpen()) {
        left = news.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }
}
