package io.s3db.replicator.delivery;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How often a failed attempt is repeated, and after which pauses.
 *
 * <p>A round is one attempt and {@code maxRetries} more. Its pauses are drawn between nothing and
 * 1, 2, 4 … times {@code first} (full jitter), or follow the schedule exactly. After a failed round
 * come single attempts after pauses drawn between nothing and {@code first}, doubling up to {@code
 * longest}.
 *
 * @param maxRetries attempts after the first one in a round
 * @param first the first pause
 * @param longest no pause is longer
 * @param schedule the exact pauses of a round, the last one repeated; empty for jitter
 */
public record RetryPolicy(
    int maxRetries, Duration first, Duration longest, List<Duration> schedule) {
  /** Checks the figures. */
  public RetryPolicy {
    schedule = List.copyOf(schedule);
    if (maxRetries < 0 || !first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "maxRetries must not be negative, and the pauses positive and growing: "
              + maxRetries
              + ", "
              + first
              + ", "
              + longest);
    }
  }

  /** Pauses of up to 1 s, doubling up to 5 minutes. */
  public static RetryPolicy of(int maxRetries) {
    return new RetryPolicy(maxRetries, Duration.ofSeconds(1), Duration.ofMinutes(5), List.of());
  }

  /** A policy whose rounds have exactly these pauses. */
  public RetryPolicy withSchedule(List<Duration> pauses) {
    return new RetryPolicy(maxRetries, first, longest, pauses);
  }

  /** Whether so many failed attempts are a whole round. */
  boolean isRound(int failures) {
    return failures > maxRetries;
  }

  /** The pause after so many failed attempts (from 1) of a round that is not over. */
  Duration pauseInRound(int failures, RandomGenerator random) {
    if (schedule.isEmpty()) {
      return jitter(doubled(failures - 1), random);
    }
    return schedule.get(Math.min(failures, schedule.size()) - 1);
  }

  /** The pause after so many failed rounds (from 1). */
  Duration pauseAfterRound(int rounds, RandomGenerator random) {
    return jitter(doubled(rounds - 1), random);
  }

  private Duration doubled(int times) {
    long factor = 1L << Math.min(times, 40);
    boolean beyond = factor > longest.toNanos() / first.toNanos();
    return beyond ? longest : first.multipliedBy(factor);
  }

  private static Duration jitter(Duration most, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
  }
}
