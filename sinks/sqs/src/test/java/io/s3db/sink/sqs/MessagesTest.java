package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import io.s3db.testkit.sqs.SqsServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a message holds. */
class MessagesTest {
  @RegisterExtension private final Rig rig = new Rig();

  private final DeliveryFixtures orders = Rig.fixtures("orders");

  private SqsMessage only(SqsQueue queue) {
    assertThat(queue.received()).hasSize(1);
    return queue.received().getFirst();
  }

  @Test
  void isTheEnvelope() throws Exception {
    SqsQueue queue = Rig.newQueue();
    Delivery insert = orders.insert(Document.of("id", "o-1", "total", 299.99));

    rig.prepared(queue).write(List.of(insert));

    SqsMessage message = only(queue);
    assertThat(message.body())
        .isEqualTo(
            "{\"resource\":\"orders\",\"action\":\"insert\",\"timestamp\":\"%s\",\"data\":{\"id\":\"o-1\",\"total\":299.99}}"
                .formatted(insert.changedAt()));
    assertThat(message.attributes())
        .isEqualTo(
            Map.of(
                "s3db-delivery-id",
                insert.id().toString(),
                "s3db-version",
                insert.version().toString(),
                "s3db-resource",
                "orders",
                "s3db-action",
                "insert"));
  }

  @Test
  void isTheRecordAloneWithPayloadData() throws Exception {
    SqsQueue queue = Rig.newQueue();
    Delivery delete = orders.delete("o-1");

    rig.prepared(queue, "payload", "data").write(List.of(delete));

    SqsMessage message = only(queue);
    assertThat(message.body()).isEqualTo("{\"id\":\"o-1\"}");
    assertThat(message.attribute("s3db-action")).isEqualTo("delete");
  }

  @Test
  void carriesEveryCharacterThatSqsRefuses() throws Exception {
    List<String> texts = new ArrayList<>();
    for (char c = 0; c < ' '; c++) {
      texts.add("a" + c + "b");
    }
    texts.addAll(
        List.of(
            "half \uD83D of a pair",
            "the other \uDE80 half",
            "swapped \uDE80\uD83D",
            "at the end \uD83D",
            "two \uD83D\uD83D\uDE80 and a half",
            "no characters \uFFFE \uFFFF",
            "allowed \u007F \u0085 \uFFFD \uE000 \uD83D\uDE80 \uD83F\uDFFE \uDBFF\uDFFF",
            "a backslash \\ud83d and a quote \""));
    List<Delivery> batch = new ArrayList<>();
    for (String text : texts) {
      batch.add(orders.insert(Document.of("id", "o-" + batch.size(), "text", text)));
    }
    SqsQueue queue = Rig.newQueue();

    assertThat(rig.prepared(queue).write(batch)).isEmpty();

    assertThat(queue.received()).hasSize(batch.size());
    for (SqsMessage message : queue.received()) {
      assertThat(message.body().codePoints()).allMatch(MessagesTest::isTaken);
      Delivery sent =
          batch.stream()
              .filter(each -> each.id().toString().equals(Rig.id(message)))
              .findFirst()
              .orElseThrow();
      Map<?, ?> envelope = (Map<?, ?>) Json.parse(message.body());
      assertThat(envelope.get("data")).isEqualTo(sent.data().toMap());
    }
  }

  /** The table in the reference of SendMessage. */
  private static boolean isTaken(int c) {
    return c == 0x9
        || c == 0xA
        || c == 0xD
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }

  @Test
  void hasTheRecordAsItsGroup() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();

    rig.prepared(queue).write(List.of(orders.insert(Document.of("id", "o-1"))));

    assertThat(only(queue).groupId()).isEqualTo("orders/o-1");
  }

  @Test
  void hasTheConfiguredGroup() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();

    rig.prepared(queue, "messageGroupId", "shop")
        .write(List.of(orders.insert(Document.of("id", "o-1"))));

    assertThat(only(queue).groupId()).isEqualTo("shop");
  }

  @Test
  void hasAGroupOnStandardQueuesIfTheyAreToBeFair() throws Exception {
    Sink byRecord = rig.prepared(Rig.newQueue(), "fairQueues", true);
    Sink configured = rig.prepared(Rig.newQueue(), "fairQueues", true, "messageGroupId", "shop");

    byRecord.write(List.of(orders.insert(Document.of("id", "o-1"))));
    configured.write(List.of(orders.insert(Document.of("id", "o-1"))));

    assertThat(rig.proxy.requests(SqsRequest.SENDS))
        .extracting(request -> request.messages().getFirst().groupId())
        .containsExactly("orders/o-1", "shop");
    assertThat(rig.proxy.acknowledged()).hasSize(2);
  }

  @Test
  void hasNoDeduplicationIdIfTheQueueMakesItself() throws Exception {
    SqsQueue queue =
        SqsServer.shared()
            .createQueue(
                "own-" + System.nanoTime() + ".fifo", Map.of("ContentBasedDeduplication", "true"));
    Sink sink = rig.prepared(queue, "deduplicationId", false);
    Delivery update = orders.update(Document.of("id", "o-1"));

    sink.write(List.of(update));
    sink.write(List.of(update));

    assertThat(queue.received()).hasSize(1);
    assertThat(rig.proxy.requests(SqsRequest.SENDS))
        .hasSize(2)
        .allMatch(request -> request.messages().getFirst().deduplicationId().isEmpty());
  }

  @Test
  void goesByClaimCheckAboveOneMebibyte() throws Exception {
    TestContext context = new TestContext();
    SqsQueue queue = Rig.newQueue();
    Delivery large = orders.insert(Document.of("id", "o-1", "text", "é".repeat(530 * 1024)));
    Delivery small = orders.insert(Document.of("id", "o-2"));
    Sink sink = rig.prepared(context, queue);

    assertThat(sink.write(List.of(large, small))).isEmpty();

    assertThat(context.recorded().claimed()).containsOnlyKeys(large.id().toString());
    byte[] kept = context.recorded().claimed().get(large.id().toString());
    assertThat(new String(kept, StandardCharsets.UTF_8))
        .startsWith("{\"resource\":\"orders\",\"action\":\"insert\"")
        .endsWith("é\"}}");
    SqsMessage told =
        queue.received().stream()
            .filter(each -> Rig.id(each).equals(large.id().toString()))
            .findFirst()
            .orElseThrow();
    assertThat(told.body())
        .isEqualTo(
            "{\"resource\":\"orders\",\"action\":\"insert\",\"timestamp\":\"%s\",\"claimCheck\":{\"bucket\":\"claims\",\"key\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}}"
                .formatted(large.changedAt(), large.id(), kept.length, sha256(kept)));
    assertThat(sink.metrics()).containsEntry("claimChecks", 1L);
  }

  @Test
  void goesByClaimCheckExactlyAboveTheLimitThatIsConfigured() throws Exception {
    TestContext context = new TestContext();
    Sink sink = rig.prepared(context, Rig.newQueue(), "claimCheckAbove", 2048, "payload", "data");
    // {"id":"1","text":"…"} is 20 bytes; the attributes count with their names and types.
    Delivery probe = orders.insert(Document.of("id", "1", "text", ""));
    int attributes =
        "s3db-delivery-ids3db-versions3db-resources3db-action".length()
            + 4 * "String".length()
            + probe.id().toString().length()
            + 33
            + "orders".length()
            + "insert".length();
    int room = 2048 - attributes - 20;

    sink.write(List.of(orders.insert(Document.of("id", "1", "text", "x".repeat(room)))));
    assertThat(context.recorded().claimed()).isEmpty();
    Delivery above = orders.insert(Document.of("id", "1", "text", "x".repeat(room + 1)));
    sink.write(List.of(above));

    assertThat(context.recorded().claimed()).containsOnlyKeys(above.id().toString());
    assertThat(
            new String(
                context.recorded().claimed().get(above.id().toString()), StandardCharsets.UTF_8))
        .isEqualTo(above.data().toJson());
  }

  @Test
  void sendsTheOthersWhileAClaimCannotBeKept() throws Exception {
    TestContext context =
        new TestContext()
            .withClaims(
                (_, _) -> {
                  throw new SinkException.Unavailable("the store is down", null);
                });
    Sink sink = rig.prepared(context, Rig.newQueue(), "claimCheckAbove", 2048);
    Delivery large = orders.insert(Document.of("id", "o-1", "text", "x".repeat(3000)));
    Delivery small = orders.insert(Document.of("id", "o-2"));

    SinkException.Unavailable failure =
        catchThrowableOfType(
            SinkException.Unavailable.class, () -> sink.write(List.of(large, small)));

    assertThat(failure.delivered()).containsExactly(small.id());
    assertThat(failure).hasMessage("the store is down");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
