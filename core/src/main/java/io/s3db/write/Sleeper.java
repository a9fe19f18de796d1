package io.s3db.write;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Sleeper {
  /** Waits for this long. */
  void sleep(Duration time) throws InterruptedException;

  /** The real one. */
  static Sleeper system() {
    return Thread::sleep;
  }
}
