package io.s3db.sink.sqs;

import static io.s3db.Operation.DELETE;
import static io.s3db.Operation.INSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.json.Json;
import io.s3db.replicator.ConfigurationException;
import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStores;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.sqs.SqsFault;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The driver under the plugin, from a write of the source to the consumer of the queue. */
class EndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension private final Rig rig = new Rig();

  @TempDir private Path folder;

  private final String address = "memory://events-" + UUID.randomUUID();

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder()
        .journalPath(folder)
        .durability(Durability.PROCESS)
        .replicator("sqs", description)
        .build();
  }

  private S3db database(ReplicatorPlugin plugin) {
    S3db shop = S3db.builder().connectionString(address).plugin(plugin).connect();
    shop.createResource(
        "orders", r -> r.attribute("total", "number").attribute("note", "string|optional"));
    return shop;
  }

  private static Map<?, ?> envelope(SqsMessage message) {
    return (Map<?, ?>) Json.parse(message.body());
  }

  @Test
  void tellsAFifoQueueOfEachChangeInOrderThroughAnOutage() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();
    try (FaultProxy network = FaultProxy.to("127.0.0.1", rig.proxy.endpoint().getPort())) {
      ReplicatorPlugin replication =
          plugin(
              r ->
                  r.resources("orders")
                      .config(
                          rig.config(
                              "queueUrl",
                              queue.url(),
                              "endpoint",
                              "http://127.0.0.1:" + network.port())));
      try (S3db shop = database(replication)) {
        Resource orders = shop.resource("orders");
        for (int round = 0; round < 6; round++) {
          if (round == 2) {
            network.cut();
            rig.proxy.failOnce(SqsRequest.SENDS, new SqsFault.CutAfter());
            network.refuse();
          }
          for (int i = 0; i < 20; i++) {
            change(orders, "o-" + i, round);
          }
          if (round == 3) {
            await().atMost(SOON).until(() -> retries(replication) > 0);
            network.heal();
          }
        }
        assertThat(replication.awaitReplicated(SOON)).isTrue();
      }
    }
    List<SqsMessage> told = queue.received();
    assertThat(told).as("each change once").hasSize(6 * 20);
    for (int i = 0; i < 20; i++) {
      assertThatItIsTheHistoryOf("o-" + i, told);
    }
  }

  private static long retries(ReplicatorPlugin replication) {
    return replication.status("sqs").counters().entrySet().stream()
        .filter(each -> each.getKey().startsWith("retried"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Insert, four updates, delete. */
  private static void change(Resource orders, String id, int round) {
    switch (round) {
      case 0 -> orders.insert(Document.of("id", id, "total", 0));
      case 5 -> orders.delete(id);
      default -> orders.update(id, Document.of("total", round));
    }
  }

  private static void assertThatItIsTheHistoryOf(String id, List<SqsMessage> told) {
    List<Map<?, ?>> history =
        told.stream()
            .filter(each -> each.groupId().equals("orders/" + id))
            .<Map<?, ?>>map(EndToEndTest::envelope)
            .toList();
    assertThat(history)
        .extracting(each -> String.valueOf(each.get("action")))
        .containsExactly("insert", "update", "update", "update", "update", "delete");
    for (int round = 0; round < 6; round++) {
      Map<?, ?> data = (Map<?, ?>) history.get(round).get("data");
      Map<?, ?> before = (Map<?, ?>) history.get(round).get("before");
      assertThat(data.get("id")).isEqualTo(id);
      assertThat(data.get("total")).as("the last state").isEqualTo((long) Math.min(round, 4));
      if (round == 0 || round == 5) {
        assertThat(before).isNull();
      } else {
        assertThat(before.get("total")).isEqualTo(round - 1L);
      }
    }
  }

  @Test
  void tellsOnlyWhatTheRouteLetsThrough() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();
    ReplicatorPlugin replication =
        plugin(
            r ->
                r.resource(
                        "orders",
                        m ->
                            m.to("large-orders")
                                .actions(INSERT, DELETE)
                                .transform(
                                    order ->
                                        order.number("total") < 100
                                            ? null
                                            : Document.of("amount", order.get("total"))))
                    .config(rig.config("queues", Map.of("large-orders", queue.url()))));
    try (S3db shop = database(replication)) {
      Resource orders = shop.resource("orders");
      orders.insert(Document.of("id", "small", "total", 99));
      orders.insert(Document.of("id", "large", "total", 100));
      orders.update("large", Document.of("total", 200));
      orders.delete("large");
      assertThat(replication.awaitReplicated(SOON)).isTrue();
    }

    assertThat(queue.received())
        .extracting(EndToEndTest::envelope)
        .extracting(each -> each.get("action") + " " + each.get("data") + each.get("before"))
        .containsExactly("insert {amount=100}null", "delete {amount=200}null");
  }

  @Test
  void leavesWhatIsTooLargeWhereTheMessageSays() throws Exception {
    SqsQueue queue = Rig.newQueue();
    ReplicatorPlugin replication =
        plugin(r -> r.resources("orders").config(rig.config("queueUrl", queue.url())));
    try (S3db shop = database(replication)) {
      String text = "long ".repeat(300_000) + "end";
      shop.resource("orders").insert(Document.of("id", "o-1", "total", 1, "note", text));
      assertThat(replication.awaitReplicated(SOON)).isTrue();

      assertThat(queue.received()).hasSize(1);
      Map<?, ?> claim = (Map<?, ?>) envelope(queue.received().getFirst()).get("claimCheck");
      byte[] kept =
          ObjectStores.open("memory://" + claim.get("bucket"))
              .get(ObjectKey.of((String) claim.get("key")))
              .orElseThrow()
              .body();
      assertThat(claim.get("size")).isEqualTo((long) kept.length);
      assertThat(claim.get("sha256"))
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(kept)));
      Map<?, ?> content = (Map<?, ?>) Json.parse(new String(kept, StandardCharsets.UTF_8));
      assertThat(content.get("action")).isEqualTo("insert");
      assertThat(((Map<?, ?>) content.get("data")).get("note")).isEqualTo(text);
    }
  }

  @Test
  void fillsMoreThanNineOfTenPlacesUnderLoad() throws Exception {
    SqsQueue queue = Rig.newFifoQueue();
    ReplicatorPlugin replication =
        plugin(r -> r.resources("orders").config(rig.config("queueUrl", queue.url())));
    int records = 1_200;
    try (S3db shop = database(replication)) {
      Resource orders = shop.resource("orders");
      replication.pause("sqs"); // a backlog, however quick this machine is
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < records; i++) {
          Document order = Document.of("id", "o-" + i, "total", i);
          threads.execute(() -> orders.insert(order));
        }
      }
      replication.resume("sqs");
      assertThat(replication.awaitReplicated(SOON)).isTrue();
    }

    List<SqsRequest> calls = rig.proxy.requests(SqsRequest.SENDS);
    assertThat(calls.stream().mapToInt(each -> each.messages().size()).sum()).isEqualTo(records);
    assertThat(calls).hasSizeLessThan(records / 9);
    assertThat(rig.proxy.mostUnderWay()).isLessThanOrEqualTo(16);
  }

  @Test
  void goesOnWithTheOtherQueuesWhileOneIsMissing() throws Exception {
    SqsQueue there = Rig.newQueue();
    SqsQueue missing = Rig.newQueue();
    missing.delete();
    ReplicatorPlugin replication =
        plugin(
            r ->
                r.resource("orders", "missing")
                    .resource("orders", "there")
                    .config(
                        rig.config(
                            "queues", Map.of("missing", missing.url(), "there", there.url()))));
    try (S3db shop = database(replication)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ids.add(shop.resource("orders").insert(Document.of("total", i)).id());
      }

      await().atMost(SOON).until(() -> there.received().size() == 5);
      assertThat(there.received())
          .extracting(each -> (String) ((Map<?, ?>) envelope(each).get("data")).get("id"))
          .containsExactlyInAnyOrderElementsOf(ids);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(replication.status("sqs").routes())
                      .filteredOn(route -> route.target().equals("missing"))
                      .singleElement()
                      .satisfies(
                          route -> {
                            assertThat(route.state()).isEqualTo(ReplicatorState.DENIED);
                            assertThat(route.reason()).contains("ensureQueues: true");
                          }));
    }
  }

  @Test
  void reportsARegionThatIsNotTheQueuesWithItsPath() {
    assertThatThrownBy(
            () ->
                plugin(
                    r ->
                        r.resources("orders")
                            .config("region", "us-east-1")
                            .config(
                                "queueUrl",
                                "https://sqs.eu-west-1.amazonaws.com/123456789012/orders.fifo")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("replicators[0].config.queueUrl is in region eu-west-1");
  }
}
