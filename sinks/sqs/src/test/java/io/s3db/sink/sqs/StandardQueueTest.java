package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.testkit.sink.Received;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract on standard queues. They keep no order, so the order is that in which the server
 * took the messages.
 */
class StandardQueueTest extends SqsSinkContract {
  @Override
  SqsQueue newQueue(String name) {
    return SqsServer.shared().newQueue(name);
  }

  @Override
  protected List<Received> received(String target) {
    List<SqsMessage> there = queue(target).received();
    return sqs.acknowledged().stream().filter(there::contains).map(SqsSinkContract::event).toList();
  }

  @Test
  void sendsNeitherGroupNorDeduplicationId() throws Exception {
    write(prepared(ORDERS).insert(io.s3db.Document.of("id", "1")));

    assertThat(queue(ORDERS).received())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.groupId()).isEmpty();
              assertThat(message.deduplicationId()).isEmpty();
            });
  }
}
