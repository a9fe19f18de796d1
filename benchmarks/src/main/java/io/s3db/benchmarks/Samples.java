package io.s3db.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Figures of one kind, from many threads. */
final class Samples {
  private final Queue<Double> all = new ConcurrentLinkedQueue<>();

  void add(double sample) {
    all.add(sample);
  }

  void addSince(long startNanos) {
    add((System.nanoTime() - startNanos) / 1e6);
  }

  int size() {
    return all.size();
  }

  double median() {
    return quantile(0.5);
  }

  /** The figure that this share of all does not exceed. */
  double quantile(double share) {
    List<Double> sorted = new ArrayList<>(all);
    if (sorted.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
