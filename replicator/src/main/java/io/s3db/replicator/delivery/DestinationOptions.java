package io.s3db.replicator.delivery;

import io.s3db.replicator.RateLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a destination is delivered to.
 *
 * @param id the id of the destination
 * @param concurrency how many lanes there are; 1 keeps the order of the source across records
 * @param batchSize the most records in one write
 * @param timeout how long one attempt may take
 * @param retry how often and when failed attempts are repeated
 * @param maxWaitingBytes the most bytes of changes in memory that wait for lanes
 * @param maxParked the most changes that are parked before lanes stop taking more
 * @param maxParkedBytes the most bytes of changes that are parked before lanes stop taking more
 * @param rateLimit how much it is sent in a time; null for as much as it takes
 */
public record DestinationOptions(
    String id,
    int concurrency,
    int batchSize,
    Duration timeout,
    RetryPolicy retry,
    long maxWaitingBytes,
    int maxParked,
    long maxParkedBytes,
    @Nullable RateLimit rateLimit) {
  private static final long MEBIBYTE = 1 << 20;

  /** Checks the figures. */
  public DestinationOptions {
    require(concurrency > 0 && concurrency <= 256, "concurrency", concurrency, "1 to 256");
    require(batchSize > 0, "batchSize", batchSize, "at least 1");
    require(timeout.isPositive(), "timeout", timeout, "more than nothing");
    require(maxWaitingBytes > 0, "maxWaitingBytes", maxWaitingBytes, "at least 1");
    require(maxParked > 0, "maxParked", maxParked, "at least 1");
    require(maxParkedBytes > 0, "maxParkedBytes", maxParkedBytes, "at least 1");
  }

  private static void require(boolean right, String name, Object value, String range) {
    if (!right) {
      throw new IllegalArgumentException("%s is %s: it must be %s".formatted(name, value, range));
    }
  }

  /**
   * The defaults: 4 lanes, 100 records a write, 30 s an attempt, 3 retries; 32 MiB of changes
   * waiting; 10,000 changes or 64 MiB parked.
   */
  public static DestinationOptions of(String id) {
    return new DestinationOptions(
        id,
        4,
        100,
        Duration.ofSeconds(30),
        RetryPolicy.of(3),
        32 * MEBIBYTE,
        10_000,
        64 * MEBIBYTE,
        null);
  }

  /** Another number of lanes. */
  public DestinationOptions withConcurrency(int lanes) {
    return new DestinationOptions(
        id,
        lanes,
        batchSize,
        timeout,
        retry,
        maxWaitingBytes,
        maxParked,
        maxParkedBytes,
        rateLimit);
  }

  /** Another size of batches. */
  public DestinationOptions withBatchSize(int records) {
    return new DestinationOptions(
        id,
        concurrency,
        records,
        timeout,
        retry,
        maxWaitingBytes,
        maxParked,
        maxParkedBytes,
        rateLimit);
  }

  /** Another time for an attempt. */
  public DestinationOptions withTimeout(Duration longest) {
    return new DestinationOptions(
        id,
        concurrency,
        batchSize,
        longest,
        retry,
        maxWaitingBytes,
        maxParked,
        maxParkedBytes,
        rateLimit);
  }

  /** Another retry policy. */
  public DestinationOptions withRetry(RetryPolicy policy) {
    return new DestinationOptions(
        id,
        concurrency,
        batchSize,
        timeout,
        policy,
        maxWaitingBytes,
        maxParked,
        maxParkedBytes,
        rateLimit);
  }

  /** Other bounds of what is parked. */
  public DestinationOptions withMaxParked(int changes, long bytes) {
    return new DestinationOptions(
        id, concurrency, batchSize, timeout, retry, maxWaitingBytes, changes, bytes, rateLimit);
  }

  /** Another bound of what waits in memory. */
  public DestinationOptions withMaxWaitingBytes(long bytes) {
    return new DestinationOptions(
        id, concurrency, batchSize, timeout, retry, bytes, maxParked, maxParkedBytes, rateLimit);
  }

  /** Another rate limit; null for none. */
  public DestinationOptions withRateLimit(@Nullable RateLimit limit) {
    return new DestinationOptions(
        id,
        concurrency,
        batchSize,
        timeout,
        retry,
        maxWaitingBytes,
        maxParked,
        maxParkedBytes,
        limit);
  }
}
