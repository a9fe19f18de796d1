package io.s3db.write;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Time and chance of writes.
 *
 * @param time the time of day
 * @param sleeper waits between attempts
 * @param random draws the pauses
 * @param unknown how long requests with unknown outcome are sent again
 * @param contention how long lost races are tried again
 */
public record Timing(
    InstantSource time,
    Sleeper sleeper,
    RandomGenerator random,
    Patience unknown,
    Patience contention) {
  /** With the usual patience. */
  public static Timing of(InstantSource time, Sleeper sleeper, RandomGenerator random) {
    return new Timing(time, sleeper, random, Patience.UNKNOWN, Patience.CONTENTION);
  }

  Patience.Effort start(Patience patience) {
    return patience.start(time, sleeper, random);
  }
}
