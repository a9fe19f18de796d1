package io.s3db.sink.sqs;

import java.time.Duration;

/**
 * When an attempt must be over.
 *
 * @param nanos of {@link System#nanoTime}
 */
record Deadline(long nanos) {
  /**
   * A little before the time of an attempt is over: then the driver knows which messages were
   * acknowledged, and only the others come again.
   */
  static Deadline within(Duration attempt) {
    return new Deadline(System.nanoTime() + attempt.toNanos() / 10 * 9);
  }

  boolean isOver() {
    return nanos - System.nanoTime() <= 0;
  }

  /** What is left, a moment at least. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, nanos - System.nanoTime()));
  }
}
