package io.s3db.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Spaces the starts of writes evenly, over all writers together. */
final class Pace {
  private final long nanosApart;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  Pace(int perSecond) {
    this.nanosApart = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Waits for the next start; a writer that is late does not make the others hurry. */
  void await() {
    long now = System.nanoTime();
    long due = next.updateAndGet(previous -> Math.max(previous + nanosApart, now));
    while (System.nanoTime() < due && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
