package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.RecordingSinkContext.Warning;
import io.s3db.testkit.sqs.SqsFault;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import io.s3db.testkit.sqs.SqsServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked at, and made, before the first message. */
class QueueKeeperTest {
  @RegisterExtension private final Rig rig = new Rig();

  private static String newName(String ending) {
    return "made-" + System.nanoTime() + ending;
  }

  private static String url(String name) {
    return SqsServer.shared().endpoint() + "/000000000000/" + name;
  }

  @Test
  void asksForTheAttributesAndNothingElse() throws Exception {
    Sink sink = rig.prepared(Rig.newQueue());
    sink.write(Rig.inserts(1));
    sink.probe();

    assertThat(rig.proxy.requests())
        .extracting(SqsRequest::action)
        .containsExactly("GetQueueAttributes", "SendMessageBatch", "GetQueueAttributes");
  }

  @ParameterizedTest
  @CsvSource({"'', ", ".fifo, true"})
  void createsAMissingQueueIfItMay(String ending, String fifo) throws Exception {
    String name = newName(ending);
    Sink sink = rig.open(new TestContext(), "queueUrl", url(name), "ensureQueues", true);

    Rig.prepare(sink, "orders");
    Rig.prepare(sink, "orders");
    sink.write(Rig.inserts(1));

    SqsQueue made = SqsServer.shared().queue(url(name));
    assertThat(made.received()).hasSize(1);
    assertThat(made.attributes().get("FifoQueue")).isEqualTo(fifo);
    assertThat(rig.proxy.requests(SqsRequest.of("CreateQueue"))).hasSize(1);
  }

  @Test
  void createsAQueueThatMakesDeduplicationIdsIfWeDoNot() throws Exception {
    String name = newName(".fifo");
    Sink sink =
        rig.open(
            new TestContext(),
            "queueUrl",
            url(name),
            "ensureQueues",
            true,
            "deduplicationId",
            false);

    Rig.prepare(sink, "orders");

    assertThat(SqsServer.shared().queue(url(name)).attributes())
        .containsEntry("ContentBasedDeduplication", "true");
  }

  @Test
  void createsNothingUnlessTold() {
    Sink sink = rig.open(new TestContext(), "queueUrl", url(newName("")));

    assertThat(catchThrowable(() -> Rig.prepare(sink, "orders")))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining("ensureQueues: true");
    assertThat(rig.proxy.requests(SqsRequest.of("CreateQueue"))).isEmpty();
  }

  @Test
  void namesThePermissionThatCreatingNeeds() {
    Sink sink = rig.open(new TestContext(), "queueUrl", url(newName("")), "ensureQueues", true);
    rig.proxy.fail(SqsRequest.of("CreateQueue"), new SqsFault.Refuse(403, "AccessDenied"));

    assertThat(catchThrowable(() -> Rig.prepare(sink, "orders")))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("Allow sqs:CreateQueue on the queue");
  }

  @Test
  void waitsWhereTheQueueWasJustDeleted() {
    Sink sink = rig.open(new TestContext(), "queueUrl", url(newName("")), "ensureQueues", true);
    rig.proxy.fail(
        SqsRequest.of("CreateQueue"),
        new SqsFault.Refuse(400, "AWS.SimpleQueueService.QueueDeletedRecently"));

    assertThat(catchThrowable(() -> Rig.prepare(sink, "orders")))
        .isInstanceOf(SinkException.Unavailable.class);
  }

  @Test
  void needsContentBasedDeduplicationIfItSendsNoIds() {
    SqsQueue queue = Rig.newFifoQueue();

    assertThat(catchThrowable(() -> rig.prepared(queue, "deduplicationId", false)))
        .isInstanceOf(SinkException.TargetDenied.class)
        .hasMessageContaining(queue.url())
        .hasMessageContaining("content-based deduplication");
  }

  @Test
  void warnsWhereTheQueueMayDropAChange() throws Exception {
    SqsQueue queue =
        SqsServer.shared()
            .createQueue(newName(".fifo"), Map.of("ContentBasedDeduplication", "true"));
    TestContext context = new TestContext();

    rig.prepared(context, queue, "deduplicationId", false);
    assertThat(context.recorded().warnings()).isEmpty();
    rig.prepared(context, queue, "deduplicationId", false, "payload", "data");

    assertThat(context.recorded().warnings())
        .singleElement()
        .extracting(Warning::code, Warning::subject)
        .containsExactly("CHANGES_MAY_MERGE", queue.url());
  }

  @Test
  void warnsOfAGroupWithoutEffect() throws Exception {
    TestContext context = new TestContext();
    SqsQueue queue = Rig.newQueue();

    rig.prepared(context, queue, "messageGroupId", "shop");

    assertThat(context.recorded().warnings())
        .containsExactly(
            new Warning(
                "OPTION_UNUSED",
                queue.url(),
                "messageGroupId has no effect on the standard queue "
                    + queue.url()
                    + ": set fairQueues: true to use it there."));
  }

  @Test
  void heedsTheLargestMessageThatTheQueueTakes() throws Exception {
    SqsQueue queue = Rig.newQueue();
    TestContext context = new TestContext();
    Sink sink = rig.open(context, "queueUrl", queue.url());
    rig.proxy.fail(
        SqsRequest.of("GetQueueAttributes"),
        new SqsFault.Answer(Map.of("Attributes", Map.of("MaximumMessageSize", "4096"))));
    Rig.prepare(sink, "orders");
    Delivery large =
        Rig.fixtures("orders").insert(Document.of("id", "1", "text", "x".repeat(4096)));

    assertThat(sink.write(List.of(large))).isEmpty();

    assertThat(context.recorded().claimed()).containsOnlyKeys(large.id().toString());
  }
}
