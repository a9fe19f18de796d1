package io.s3db.replicator;

import java.time.Duration;

/**
 * How much a destination is sent in a time, on average; never more than the worth of a second at
 * once.
 *
 * @param count how many, up to a million
 * @param unit of what
 * @param per in which time, from a second to a day
 */
public record RateLimit(int count, Unit unit, Duration per) {
  static final int MOST = 1_000_000;
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofDays(1);

  /** What is counted. Attempts count, whether they succeed or not. */
  public enum Unit {
    /** Changes that are sent. */
    RECORDS,
    /** Requests to the destination, however many changes are in one. */
    REQUESTS
  }

  /** Checks the figures. */
  public RateLimit {
    if (count < 1 || count > MOST || per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a rate limit allows 1 to %d in a second to a day, not %d in %s"
              .formatted(MOST, count, per));
    }
  }

  /** So many changes in this time. */
  public static RateLimit records(int count, Duration per) {
    return new RateLimit(count, Unit.RECORDS, per);
  }

  /** So many requests in this time. */
  public static RateLimit requests(int count, Duration per) {
    return new RateLimit(count, Unit.REQUESTS, per);
  }
}
