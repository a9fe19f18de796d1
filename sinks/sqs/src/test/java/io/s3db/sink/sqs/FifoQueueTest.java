package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.Received;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract on FIFO queues, as their consumer sees it. */
class FifoQueueTest extends SqsSinkContract {
  @Override
  SqsQueue newQueue(String name) {
    return SqsServer.shared().newFifoQueue(name);
  }

  @Override
  protected List<Received> received(String target) {
    return queue(target).received().stream().map(SqsSinkContract::event).toList();
  }

  @Test
  void dropsARepetitionAndNothingElse() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery insert = orders.insert(Document.of("id", "1", "total", 1));
    Delivery update = orders.update(Document.of("id", "1", "total", 2));
    Delivery sameAgain = orders.update(Document.of("id", "1", "total", 2));

    for (Delivery each : List.of(insert, insert, update, update, sameAgain)) {
      write(each);
    }

    assertThat(queue(ORDERS).received())
        .extracting(SqsMessage::deduplicationId)
        .containsExactly(insert.id().toString(), update.id().toString(), sameAgain.id().toString());
  }
}
