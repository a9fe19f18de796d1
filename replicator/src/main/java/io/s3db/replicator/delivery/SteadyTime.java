package io.s3db.replicator.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day, which never goes back: when the clock is set back, time passes on from where it
 * was. So whoever waits for a time, be it to ask a destination again or to give up a call, waits no
 * longer than was meant. A clock that is set forward is followed.
 */
final class SteadyTime implements InstantSource {
  private final InstantSource clock;
  private final LongSupplier nanos;
  private Instant anchor;
  private long anchoredAt;

  /**
   * Follows a clock.
   *
   * @param nanos tells how much time passes, as {@link System#nanoTime}
   */
  SteadyTime(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.anchor = clock.instant();
    this.anchoredAt = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    Instant passed = anchor.plusNanos(now - anchoredAt);
    Instant told = clock.instant();
    if (told.isBefore(passed)) {
      return passed;
    }
    anchor = told;
    anchoredAt = now;
    return told;
  }
}
