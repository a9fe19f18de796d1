package io.s3db.replicator.delivery;

import java.time.Instant;
import java.time.InstantSource;

/** Time that passes a thousand times as fast: a minute of backoff takes 60 ms. */
final class FastTime implements InstantSource {
  static final double SPEED = 1000;
  private static final Instant START = Instant.parse("2025-10-18T10:30:00Z");

  private final long startedAt = System.nanoTime();

  static Timer timer() {
    return new Timer(new FastTime(), SPEED);
  }

  @Override
  public Instant instant() {
    return START.plusNanos((long) ((System.nanoTime() - startedAt) * SPEED));
  }
}
