package io.s3db.server.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one destination did lately.
 *
 * @param delivered changes in a second, over the last ten
 * @param failed attempts that failed, in a second, over the last ten
 * @param skipped changes in a second, over the last ten
 * @param freshness from a write to its delivery, over the last minute
 * @param writeLatency of writes to the destination, over the last minute
 * @param history in steps of five seconds, the oldest first
 */
public record Figures(
    double delivered,
    double failed,
    double skipped,
    Latency freshness,
    Latency writeLatency,
    List<Step> history) {
  /** How long a step of the history is, in seconds. */
  public static final int STEP_SECONDS = 5;

  /** Copies the list. */
  public Figures {
    history = List.copyOf(history);
  }

  /**
   * Seconds.
   *
   * @param count how many were measured; if none, nothing else is known
   */
  public record Latency(
      long count,
      @Nullable Double p50,
      @Nullable Double p95,
      @Nullable Double p99,
      @Nullable Double max) {}

  /** What happened in a step. */
  public record Step(long delivered, long failed) {}
}
