package io.s3db.sink.sqs;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the driver counts. */
final class Counters {
  final LongAdder calls = new LongAdder();
  final LongAdder fullCalls = new LongAdder();
  final LongAdder messages = new LongAdder();
  final LongAdder failedMessages = new LongAdder();
  final LongAdder claimChecks = new LongAdder();

  /**
   * {@code calls} of SendMessageBatch, {@code fullCalls} among them with ten messages, {@code
   * messages} that queues acknowledged, {@code failedMessages} that they failed in an answer that
   * was a success as a whole, {@code claimChecks} sent instead of contents.
   */
  Map<String, Long> byName() {
    return Map.of(
        "calls", calls.sum(),
        "fullCalls", fullCalls.sum(),
        "messages", messages.sum(),
        "failedMessages", failedMessages.sum(),
        "claimChecks", claimChecks.sum());
  }
}
