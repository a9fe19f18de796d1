package io.s3db.replicator.delivery;

import io.s3db.replicator.RateLimit;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides when so much may be sent that a rate is kept. It holds what may be sent in a second,
 * fills evenly, and is emptied by reservations, in the order in which they are made. No clock, no
 * threads; safe for many.
 */
final class TokenBucket {
  private final long count;
  private final long perNanos;
  private final int capacity;
  private Instant full = Instant.MIN;

  /** A full one. */
  TokenBucket(RateLimit limit) {
    this.count = limit.count();
    this.perNanos = limit.per().toNanos();
    this.capacity = (int) Math.max(1, count * Duration.ofSeconds(1).toNanos() / perNanos);
  }

  /** The most that is there at once: the worth of a second, but at least one. */
  int capacity() {
    return capacity;
  }

  /**
   * Takes so many, as soon as they are there; of more than fit, the others are owed.
   *
   * @return from when they may be spent
   */
  synchronized Instant reserve(int tokens, Instant now) {
    if (full.isBefore(now)) {
      full = now;
    }
    Instant there = full.minus(time(capacity - Math.min(tokens, capacity)));
    Instant from = there.isAfter(now) ? there : now;
    full = (full.isAfter(from) ? full : from).plus(time(tokens));
    return from;
  }

  /** Gives back what was reserved and not spent. */
  synchronized void giveBack(int tokens) {
    full = full.minus(time(tokens));
  }

  /** How long so many take to come, rounded up. */
  private Duration time(int tokens) {
    return Duration.ofNanos(Math.ceilDiv(tokens * perNanos, count));
  }
}
