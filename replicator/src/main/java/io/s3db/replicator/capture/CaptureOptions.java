package io.s3db.replicator.capture;

import java.time.Duration;

/**
 * How long a write whose fate is unknown is looked into.
 *
 * @param window how long a request that was sent may still arrive at the store: so long an insert
 *     in doubt whose record is absent, and a change of a record that cannot be fenced, is read
 *     again
 * @param firstPause the time between the first two readings; it doubles
 * @param maxPause the longest time between two readings
 * @param patience how long another write of a key in doubt waits before it is refused
 */
public record CaptureOptions(
    Duration window, Duration firstPause, Duration maxPause, Duration patience) {
  /** 15 minutes, with pauses from half a second to 30 seconds; other writes wait 30 seconds. */
  public static CaptureOptions defaults() {
    return new CaptureOptions(
        Duration.ofMinutes(15),
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30));
  }

  Duration next(Duration pause) {
    Duration doubled = pause.isZero() ? firstPause : pause.multipliedBy(2);
    return doubled.compareTo(maxPause) > 0 ? maxPause : doubled;
  }
}
