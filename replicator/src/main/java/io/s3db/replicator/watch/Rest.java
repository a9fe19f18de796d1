package io.s3db.replicator.watch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The pauses of a watch, which end early when it is woken or closed. */
final class Rest {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean woken;
  private boolean closed;

  /** Ends the pause under way, or the next one. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits.
   *
   * @return whether it was woken
   * @throws InterruptedException if the watch is closed
   */
  boolean pause(Duration time) throws InterruptedException {
    return await(time.toNanos(), true);
  }

  /** Waits, and is not woken. */
  void sleep(Duration time) throws InterruptedException {
    await(time.toNanos(), false);
  }

  /** Passes unless the watch is closed. */
  void check() throws InterruptedException {
    await(0, false);
  }

  private boolean await(long nanos, boolean wakes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = Math.min(nanos, TimeUnit.DAYS.toNanos(1));
      while (!closed && !(wakes && woken) && left > 0) {
        left = news.awaitNanos(left);
      }
      if (closed) {
        throw new InterruptedException("closed");
      }
      boolean early = wakes && woken;
      woken &= !wakes;
      return early;
    } finally {
      lock.unlock();
    }
  }
}
