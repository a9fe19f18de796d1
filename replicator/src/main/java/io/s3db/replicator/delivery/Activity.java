package io.s3db.replicator.delivery;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a destination was asked since it was started. */
final class Activity {
  private final LongAdder attempts = new LongAdder();
  private final LongAdder retriedBatches = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder refused = new LongAdder();

  void attempt() {
    attempts.increment();
  }

  void retriedBatch() {
    retriedBatches.increment();
  }

  void unavailable() {
    unavailable.increment();
  }

  void denied() {
    denied.increment();
  }

  void refused() {
    refused.increment();
  }

  void into(Map<String, Long> counters) {
    counters.put("attempts", attempts.sum());
    counters.put("retriedBatches", retriedBatches.sum());
    counters.put("failures.unavailable", unavailable.sum());
    counters.put("failures.denied", denied.sum());
    counters.put("failures.refused", refused.sum());
  }
}
