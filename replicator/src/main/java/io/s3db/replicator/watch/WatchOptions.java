package io.s3db.replicator.watch;

import java.time.Duration;

/**
 * How changes that other programs make are looked for.
 *
 * @param enabled whether they are looked for at all
 * @param interval the pause between the end of one walk over the bucket and the next; not negative
 * @param maxRequestsPerHour the most requests to the store in an hour, evenly spread: a walk that
 *     needs more takes longer; 0 for no limit
 * @param maxDeletes a walk that finds more records gone than this asks before it tells anybody; at
 *     least 1
 */
public record WatchOptions(
    boolean enabled, Duration interval, int maxRequestsPerHour, int maxDeletes) {
  /** The pause unless told. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  /** How many records may be gone unless told. */
  public static final int DEFAULT_MAX_DELETES = 1000;

  /** Checks the figures. */
  public WatchOptions {
    if (interval.isNegative() || maxRequestsPerHour < 0 || maxDeletes < 1) {
      throw new IllegalArgumentException(
          "a watch every %s with at most %d requests an hour and %d deletes: none may be negative, and 1 delete is the least"
              .formatted(interval, maxRequestsPerHour, maxDeletes));
    }
  }

  /** Nothing is looked for. */
  public static WatchOptions off() {
    return new WatchOptions(false, DEFAULT_INTERVAL, 0, DEFAULT_MAX_DELETES);
  }

  /** Looks for changes with this pause between two walks, and no limit of requests. */
  public static WatchOptions every(Duration interval) {
    return new WatchOptions(true, interval, 0, DEFAULT_MAX_DELETES);
  }

  /** With at most so many requests to the store in an hour. */
  public WatchOptions withMaxRequestsPerHour(int requests) {
    return new WatchOptions(enabled, interval, requests, maxDeletes);
  }

  /** Asks if more than so many records are gone. */
  public WatchOptions withMaxDeletes(int records) {
    return new WatchOptions(enabled, interval, maxRequestsPerHour, records);
  }
}
