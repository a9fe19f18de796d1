package io.s3db.replicator.delivery;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes one thread that has nothing to do. A ring is remembered until somebody waits, so none is
 * missed.
 */
final class Doorbell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean ringing;

  void ring() {
    lock.lock();
    try {
      ringing = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a ring, or until a time. */
  void await(Timer timer, Instant until) throws InterruptedException {
    lock.lock();
    try {
      long nanos = timer.realNanos(until);
      while (!ringing && nanos > 0) {
        nanos = rung.awaitNanos(nanos);
      }
      ringing = false;
    } finally {
      lock.unlock();
    }
  }
}
