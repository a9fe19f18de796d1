package io.s3db.sink.webhook;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of requests. Safe for many threads. */
final class RequestCounters {
  private final LongAdder requests = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder refusedAddresses = new LongAdder();
  private final LongAdder[] answers = {
    new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()
  };

  void request() {
    requests.increment();
  }

  void timeout() {
    timeouts.increment();
  }

  void unanswered() {
    unanswered.increment();
  }

  void refusedAddress() {
    refusedAddresses.increment();
  }

  void answer(int status) {
    answers[Math.clamp(status / 100, 1, 5) - 1].increment();
  }

  Map<String, Long> toMap() {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("requests", requests.sum());
    counts.put("timeouts", timeouts.sum());
    counts.put("unanswered", unanswered.sum());
    counts.put("refusedAddresses", refusedAddresses.sum());
    for (int i = 1; i < answers.length; i++) {
      counts.put("answers" + (i + 1) + "xx", answers[i].sum());
    }
    return counts;
  }
}
