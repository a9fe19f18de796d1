package io.s3db.testkit.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. Safe for use by many threads.
 *
 * <p>It only tells the time; nothing wakes up because it was moved.
 */
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now;

  private ManualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** A clock that shows this time. */
  public static ManualClock at(Instant start) {
    return new ManualClock(start);
  }

  /** A clock that shows this time, as in {@code 2025-10-18T10:30:00Z}. */
  public static ManualClock at(String start) {
    return new ManualClock(Instant.parse(start));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock, back too if the amount is negative, and tells the new time. */
  public Instant advance(Duration amount) {
    return now.updateAndGet(time -> time.plus(amount));
  }

  /** Makes the clock show this time. */
  public void set(Instant time) {
    now.set(time);
  }

  @Override
  public String toString() {
    return "ManualClock[" + now.get() + "]";
  }
}
