package io.s3db.replicator.delivery;

import java.time.Duration;

/**
 * How far a destination is behind.
 *
 * @param events how many changes it has not settled; what was not read yet is estimated by its size
 * @param age how old the oldest of them is; nothing if there is none
 */
public record Lag(long events, Duration age) {
  /** Not at all. */
  public static final Lag NONE = new Lag(0, Duration.ZERO);
}
