package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sqs.SqsFault;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes into a call, how many are under way, and where they go. */
class CallsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension private final Rig rig = new Rig();

  private List<SqsRequest> sent() {
    return rig.proxy.requests(SqsRequest.SENDS);
  }

  @Test
  void fillsCallsWithTenMessages() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());

    sink.write(Rig.inserts(47));

    assertThat(sent())
        .extracting(request -> request.messages().size())
        .containsExactlyInAnyOrder(10, 10, 10, 10, 7);
    assertThat(sink.metrics())
        .containsEntry("calls", 5L)
        .containsEntry("fullCalls", 4L)
        .containsEntry("messages", 47L);
  }

  @Test
  void tellsHowManyCallsAWriteMakes() throws Exception {
    assertThat(rig.prepared(Rig.newQueue()).requests(Rig.inserts(47))).isEqualTo(5);
  }

  @Test
  void fillsCallsUpToOneMebibyte() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    DeliveryFixtures orders = Rig.fixtures("orders");
    List<Delivery> batch = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      // Of two and of three bytes: characters are not what counts.
      String text = (i % 2 == 0 ? "é" : "日").repeat(200 * 1024);
      batch.add(orders.insert(Document.of("id", String.valueOf(i), "text", text)));
    }

    assertThat(sink.write(batch)).isEmpty();

    // 400 and 600 KiB in turn: each pair has room in one call.
    assertThat(sent()).extracting(request -> request.messages().size()).containsOnly(2).hasSize(3);
    assertThat(rig.proxy.acknowledged()).hasSize(6);
  }

  @Test
  void hasSoManyCallsUnderWayAsConfigured() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue(), "parallelRequests", 3);
    List<Delivery> batch = Rig.inserts(100);
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.HangBefore());
    List<Throwable> ends = new ArrayList<>();
    Thread writer =
        Thread.ofVirtual().start(() -> ends.add(catchThrowable(() -> sink.write(batch))));

    await().atMost(SOON).until(() -> sent().size() == 3);
    await()
        .during(Duration.ofMillis(300))
        .atMost(SOON)
        .until(() -> sent().size() == 3 && rig.proxy.mostUnderWay() == 3);

    writer.interrupt();
    assertThat(writer.join(SOON)).isTrue();
    assertThat(ends).singleElement().isInstanceOf(InterruptedException.class);
  }

  @Test
  void beginsNothingMoreAfterAFailure() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue(), "parallelRequests", 1);
    rig.proxy.fail(SqsRequest.SENDS, new SqsFault.Refuse(503, "ServiceUnavailable"));

    assertThat(catchThrowable(() -> sink.write(Rig.inserts(100))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("ServiceUnavailable");

    assertThat(sent()).hasSize(1);
  }

  @Test
  void goesToTheQueueOfTheTargetElseOfTheResourceElseToTheOneForAll() throws Exception {
    SqsQueue byTarget = Rig.newQueue();
    SqsQueue byResource = Rig.newQueue();
    SqsQueue forAll = Rig.newQueue();
    Sink sink =
        rig.open(
            new TestContext(),
            "queueUrl",
            forAll.url(),
            "queues",
            Map.of("paid", byTarget.url(), "refunds", byResource.url()));
    List<Delivery> batch = new ArrayList<>();
    for (String target : List.of("paid", "refunds", "orders")) {
      Rig.prepare(sink, target);
      batch.add(Rig.fixtures(target).insert(Document.of("id", target)));
    }

    sink.write(batch);

    assertThat(Rig.told(byTarget.received())).containsExactly(batch.get(0).id().toString());
    assertThat(Rig.told(byResource.received())).containsExactly(batch.get(1).id().toString());
    assertThat(Rig.told(forAll.received())).containsExactly(batch.get(2).id().toString());
  }

  @Test
  void tellsThatATargetHasNoQueue() {
    Sink sink = rig.open(new TestContext(), "queues", Map.of("orders", Rig.newQueue().url()));

    SinkException.TargetDenied failure =
        catchThrowableOfType(SinkException.TargetDenied.class, () -> Rig.prepare(sink, "invoices"));

    assertThat(failure.target()).isEqualTo("invoices");
    assertThat(failure).hasMessageContaining("queues.invoices");
  }

  @Test
  void goesToAllQueuesOfAList() throws Exception {
    SqsQueue standard = Rig.newQueue();
    SqsQueue fifo = Rig.newFifoQueue();
    Sink sink = rig.open(new TestContext(), "queues", List.of(standard.url(), fifo.url()));
    Rig.prepare(sink, "orders");
    List<Delivery> batch = Rig.inserts(3);

    sink.write(batch);

    for (SqsQueue queue : List.of(standard, fifo)) {
      assertThat(Rig.told(queue.received())).containsExactlyInAnyOrderElementsOf(Rig.ids(batch));
    }
  }

  @Test
  void asksOnlyTheQueuesAgainThatHaveNotAcknowledged() throws Exception {
    SqsQueue healthy = Rig.newQueue();
    SqsQueue broken = Rig.newQueue();
    Sink sink =
        rig.open(
            new TestContext(), "queues", Map.of("orders", List.of(healthy.url(), broken.url())));
    Rig.prepare(sink, "orders");
    List<Delivery> batch = Rig.inserts(2);
    rig.proxy.fail(
        request -> request.queueUrl().equals(broken.url()) && SqsRequest.SENDS.test(request),
        new SqsFault.FailEntries(_ -> true, "InternalError", false));

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(batch));
    assertThat(failure.delivered()).isEmpty();
    rig.proxy.heal();

    assertThat(sink.write(batch)).isEmpty();
    assertThat(Rig.told(healthy.received())).containsExactlyInAnyOrderElementsOf(Rig.ids(batch));
    assertThat(Rig.told(broken.received())).containsExactlyInAnyOrderElementsOf(Rig.ids(batch));
    // A redrive of what was delivered goes everywhere again.
    sink.write(batch.subList(0, 1));
    assertThat(healthy.received()).hasSize(3);
  }

  @Test
  void pausesOnlyTheRouteOfOneOfSeveralQueuesThatDoesNotLetUsIn() throws Exception {
    SqsQueue open = Rig.newQueue();
    SqsQueue closed = Rig.newQueue();
    Sink sink =
        rig.open(
            new TestContext(), "queues", Map.of("orders", closed.url(), "invoices", open.url()));
    Rig.prepare(sink, "orders");
    rig.proxy.fail(
        request -> request.queueUrl().equals(closed.url()),
        new SqsFault.Refuse(403, "AccessDenied"));

    SinkException.TargetDenied failure =
        catchThrowableOfType(SinkException.TargetDenied.class, () -> sink.write(Rig.inserts(1)));

    assertThat(failure.target()).isEqualTo("orders");
    sink.probe();
    Rig.prepare(sink, "invoices");
  }

  @Test
  void sendsTwoChangesOfARecordToAQueueOneAfterTheOther() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();
    Sink sink = rig.prepared(queue);
    DeliveryFixtures orders = Rig.fixtures("orders");
    List<Delivery> history =
        List.of(
            orders.insert(Document.of("id", "1", "total", 1)),
            orders.update(Document.of("id", "1", "total", 2)),
            orders.delete("1"));
    rig.proxy.failOnce(
        request -> request.messages().stream().anyMatch(m -> m.body().contains("\"update\"")),
        new SqsFault.CutBefore());

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(history));
    assertThat(failure.delivered()).containsExactly(history.getFirst().id());
    assertThat(sink.write(history.subList(1, 3))).isEmpty();

    assertThat(Rig.told(queue.received())).containsExactlyElementsOf(Rig.ids(history));
  }
}
