package io.s3db.replicator.backfill;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a sync to end; its pauses end then too. */
final class Stop {
  private final CountDownLatch told = new CountDownLatch(1);
  private volatile boolean cancelled;

  /** It is to end, and not to go on later. */
  void cancel() {
    cancelled = true;
    told.countDown();
  }

  /** It is to end, and to go on with the next process. */
  void close() {
    told.countDown();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Waits, or ends the sync. */
  void pause(Duration time) throws InterruptedException {
    if (told.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("told to end");
    }
  }

  boolean isTold() {
    return told.getCount() == 0;
  }

  void check() throws InterruptedException {
    pause(Duration.ZERO);
  }
}
