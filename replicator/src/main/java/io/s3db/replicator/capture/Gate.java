package io.s3db.replicator.capture;

import io.s3db.S3dbException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the writes under way, and lets no more in once it is shut. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private int inside;
  private volatile boolean open = true;

  boolean isOpen() {
    return open;
  }

  void check(RecordKey key) {
    if (!open) {
      throw new S3dbException(
          "DATABASE_CLOSED",
          "the write of " + key + " was refused because the database is closing.",
          "Nothing was sent to the store.");
    }
  }

  void enter(RecordKey key) {
    lock.lock();
    try {
      check(key);
      inside++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      if (--inside == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void shut() {
    open = false;
  }

  /** Waits until nobody is inside; returns whether that is so. */
  boolean awaitEmpty(Duration deadline) throws InterruptedException {
    long nanos = deadline.toNanos();
    lock.lockInterruptibly();
    try {
      while (inside > 0 && nanos > 0) {
        nanos = empty.awaitNanos(nanos);
      }
      return inside == 0;
    } finally {
      lock.unlock();
    }
  }
}
