package io.s3db.write;

import java.time.Duration;
import java.time.InstantSource;

/** Waits. */
@FunctionalInterface
public interface Sleeper {
  /** Waits for this long. */
  void sleep(Duration time) throws InterruptedException;

  /**
   * How much time passes, in nanoseconds from anywhere. The real one does not look at the clock,
   * which may be set while it waits; others pass the time of the clock.
   */
  default long nanos(InstantSource clock) {
    return Duration.ofMillis(clock.millis()).toNanos();
  }

  /** The real one. */
  static Sleeper system() {
    return new Sleeper() {
      @Override
      public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }

      @Override
      public long nanos(InstantSource clock) {
        return System.nanoTime();
      }
    };
  }
}
