package io.s3db.server.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Times of the last minute, as quantiles. A time is kept as the number of a step, each a tenth
 * longer than the one before: a quantile is right to a tenth. Safe for many threads.
 */
final class Latencies {
  private static final double STEP = 1.1;
  private static final double SHORTEST = 1e-6;
  private static final int STEPS = 320; // up to half a year
  private static final int PARTS = 12;

  private final Deque<Part> parts = new ArrayDeque<>();

  Latencies() {
    parts.addLast(new Part());
  }

  private static final class Part {
    final int[] counts = new int[STEPS];
    double longest;
  }

  synchronized void add(Duration time) {
    double seconds = Math.max(0, time.toNanos() / 1e9);
    Part now = parts.getLast();
    now.counts[step(seconds)]++;
    now.longest = Math.max(now.longest, seconds);
  }

  /** Begins a new part; to be called every five seconds. */
  synchronized void turn() {
    parts.addLast(new Part());
    if (parts.size() > PARTS) {
      parts.removeFirst();
    }
  }

  synchronized Figures.Latency quantiles() {
    long[] sums = new long[STEPS];
    long count = 0;
    double longest = 0;
    for (Part part : parts) {
      for (int i = 0; i < STEPS; i++) {
        sums[i] += part.counts[i];
        count += part.counts[i];
      }
      longest = Math.max(longest, part.longest);
    }
    return count == 0
        ? new Figures.Latency(0, null, null, null, null)
        : new Figures.Latency(
            count,
            quantile(sums, count, 0.5, longest),
            quantile(sums, count, 0.95, longest),
            quantile(sums, count, 0.99, longest),
            longest);
  }

  private static double quantile(long[] sums, long count, double share, double longest) {
    long below = (long) Math.ceil(count * share);
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += sums[i];
      if (seen >= below) {
        return Math.min(longest, SHORTEST * Math.pow(STEP, i));
      }
    }
    return longest;
  }

  private static int step(double seconds) {
    return seconds <= SHORTEST
        ? 0
        : Math.clamp((long) Math.ceil(Math.log(seconds / SHORTEST) / Math.log(STEP)), 0, STEPS - 1);
  }
}
