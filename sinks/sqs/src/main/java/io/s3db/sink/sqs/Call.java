package io.s3db.sink.sqs;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Messages that go to a queue in one call of SendMessageBatch.
 *
 * @param queue the queue
 * @param messages at most ten, together at most 1 MiB
 */
record Call(QueueUrl queue, List<Message> messages) {
  /** The most messages in a call. */
  static final int MOST = 10;

  long bytes() {
    return messages.stream().mapToLong(Message::bytes).sum();
  }

  boolean isFull() {
    return messages.size() == MOST;
  }

  SendMessageBatchRequest.Builder request() {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      entries.add(messages.get(i).entry(i));
    }
    return SendMessageBatchRequest.builder().queueUrl(queue.text()).entries(entries);
  }
}
