package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.S3db;
import io.s3db.replicator.ConfigurationException;
import io.s3db.replicator.Durability;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The driver under the plugin. */
class EndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final WebhookReceiver receiver = WebhookReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder()
        .durability(Durability.MEMORY)
        .replicator(
            "webhook",
            replicator -> {
              replicator.id("crm").config("url", receiver.url("/hook"));
              description.accept(replicator);
            })
        .build();
  }

  private static S3db connect(ReplicatorPlugin plugin) {
    S3db db =
        S3db.builder()
            .connectionString("memory://webhook-" + UUID.randomUUID())
            .plugin(plugin)
            .connect();
    db.createResource("orders", r -> r.attribute("total", "number"));
    db.createResource("users", r -> r.attribute("email", "string"));
    return db;
  }

  private List<WebhookRequest> taken() {
    return receiver.requests();
  }

  private static Document total(String id, double total) {
    return Document.of("id", id, "total", total);
  }

  @Test
  void tellsSeveralResourcesReshapedByRuleAtOneUrl() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            replicator ->
                replicator
                    .resource(
                        "orders",
                        mapping ->
                            mapping
                                .actions(Operation.INSERT, Operation.UPDATE)
                                .transform(
                                    order ->
                                        order.number("total") < 10
                                            ? null
                                            : Document.of(
                                                "order_id",
                                                order.id(),
                                                "amount",
                                                order.number("total"))))
                    .resource(
                        "users",
                        mapping ->
                            mapping.transform(user -> Document.of("mail", user.text("email")))));
    try (S3db db = connect(plugin)) {
      db.resource("orders").insert(total("small", 1));
      db.resource("orders").insert(total("large", 100));
      db.resource("orders").update("large", Document.of("total", 200));
      db.resource("orders").delete("large");
      db.resource("users").insert(Document.of("id", "u", "email", "a@example.com"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
    }

    assertThat(taken().stream().map(request -> withoutTime(request.document())))
        .containsExactlyInAnyOrder(
            Document.of(
                "resource",
                "orders",
                "action",
                "insert",
                "data",
                Map.of("order_id", "large", "amount", 100)),
            Document.of(
                "resource",
                "orders",
                "action",
                "update",
                "before",
                Map.of("order_id", "large", "amount", 100),
                "data",
                Map.of("order_id", "large", "amount", 200)),
            Document.of(
                "resource", "users", "action", "insert", "data", Map.of("mail", "a@example.com")));
    assertThat(actionsOf("orders")).containsExactly("insert", "update");
  }

  private static Document withoutTime(Document envelope) {
    return envelope.without("timestamp");
  }

  private List<String> actionsOf(String resource) {
    return taken().stream()
        .map(WebhookRequest::document)
        .filter(envelope -> envelope.text("resource").equals(resource))
        .map(envelope -> envelope.text("action"))
        .toList();
  }

  @Test
  void losesNothingAndKeepsTheOrderOfEachRecordAcrossAnOutage() throws Exception {
    ReplicatorPlugin plugin =
        plugin(replicator -> replicator.resources("orders").config("retryDelay", 20));
    try (S3db db = connect(plugin)) {
      for (int i = 0; i < 10; i++) {
        db.resource("orders").insert(total("o-" + i, 0));
      }
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      receiver.answer(WebhookAnswer.status(503));
      for (int n = 1; n <= 5; n++) {
        for (int i = 0; i < 10; i++) {
          db.resource("orders").update("o-" + i, Document.of("total", n));
        }
      }
      await().atMost(SOON).until(() -> plugin.status("crm").state() == ReplicatorState.RETRYING);
      int failed = receiver.count();
      receiver.answer(WebhookAnswer.status(204));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();

      List<WebhookRequest> after = taken().subList(failed, receiver.count());
      for (int i = 0; i < 10; i++) {
        String id = "o-" + i;
        assertThat(
                after.stream()
                    .map(request -> request.document().document("data"))
                    .filter(data -> data.id().equals(id))
                    .map(data -> (int) data.number("total"))
                    .distinct())
            .endsWith(2, 3, 4, 5)
            .isSorted();
      }
      assertThat(plugin.deadLetters("crm", 10)).isEmpty();
    }
  }

  @Test
  void makesFourAttemptsOfWhichEachFindsTheSameBodyAndId() throws Exception {
    receiver.answer(_ -> WebhookAnswer.status(receiver.count() < 4 ? 500 : 204));
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    ReplicatorPlugin plugin =
        plugin(
            replicator ->
                replicator.resources("orders").config("retryDelay", 100).config("retries", 3));
    plugin.on(ReplicationEvent.Replicated.class, event -> attempts.add(event.attempts()));
    try (S3db db = connect(plugin)) {
      db.resource("orders").insert(total("1", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      await().atMost(SOON).until(() -> !attempts.isEmpty());
    }

    assertThat(attempts).containsExactly(4);
    assertThat(taken()).hasSize(4);
    assertThat(taken().stream().map(r -> r.required("webhook-id")).distinct()).hasSize(1);
    assertThat(taken().stream().map(WebhookRequest::text).distinct()).hasSize(1);
    for (int i = 1; i < 4; i++) {
      long pause = taken().get(i).nanos() - taken().get(i - 1).nanos();
      assertThat(Duration.ofNanos(pause)).isGreaterThanOrEqualTo(Duration.ofMillis(50L << i));
    }
  }

  @Test
  void setsAPoisonRecordAsideWhileOthersFlow() throws Exception {
    for (boolean batch : new boolean[] {false, true}) {
      receiver.answer(
          request ->
              request.text().contains("\"id\":\"bad\"")
                  ? WebhookAnswer.status(422, "no such customer")
                  : WebhookAnswer.status(204));
      ReplicatorPlugin plugin =
          plugin(replicator -> replicator.resources("orders").config("batch", batch));
      try (S3db db = connect(plugin)) {
        for (int i = 0; i < 20; i++) {
          db.resource("orders").insert(total(i == 7 ? "bad" : "o-" + i, i));
        }
        assertThat(plugin.awaitReplicated(SOON)).isTrue();

        assertThat(plugin.deadLetters("crm", 10))
            .singleElement()
            .satisfies(
                letter -> {
                  assertThat(letter.event().recordId()).isEqualTo("bad");
                  assertThat(letter.code()).isEqualTo("422");
                  assertThat(letter.error()).contains("no such customer");
                });
        assertThat(plugin.status("crm").counters().get("delivered")).isEqualTo(19);
      }
    }
  }

  @Test
  void isDisabledWhenGoneAndGoesOnWhenEnabled() throws Exception {
    receiver.next(WebhookAnswer.status(410));
    ReplicatorPlugin plugin = plugin(replicator -> replicator.resources("orders"));
    try (S3db db = connect(plugin)) {
      db.resource("orders").insert(total("1", 1));
      await().atMost(SOON).until(() -> plugin.status("crm").state() == ReplicatorState.DISABLED);
      assertThat(receiver.count()).isEqualTo(1);

      plugin.enable("crm");
      db.resource("orders").insert(total("2", 2));
      await().atMost(SOON).until(() -> receiver.count() > 1);

      assertThat(taken().getLast().document().document("data").id()).isIn("1", "2");
    }
  }

  @Test
  void leavesTheReceiverAloneForAsLongAsItAsks() throws Exception {
    receiver.next(WebhookAnswer.status(429).with("Retry-After", "1"));
    ReplicatorPlugin plugin =
        plugin(replicator -> replicator.resources("orders").config("retryDelay", 1));
    try (S3db db = connect(plugin)) {
      db.resource("orders").insert(total("1", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
    }

    assertThat(Duration.ofNanos(taken().get(1).nanos() - taken().get(0).nanos()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
  }

  @Test
  void repeatsABatchByteForByteThoughMoreChangesWait() throws Exception {
    receiver.next(WebhookAnswer.status(503), new WebhookAnswer.Drop());
    ReplicatorPlugin plugin =
        plugin(
            replicator ->
                replicator
                    .concurrency(1)
                    .resources("orders")
                    .config("batch", true)
                    .config("retryDelay", 200));
    try (S3db db = connect(plugin)) {
      db.resource("orders").insert(total("0", 0));
      await().atMost(SOON).until(() -> receiver.count() == 1);
      for (int i = 1; i < 10; i++) {
        db.resource("orders").insert(total("" + i, i));
      }
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
    }

    List<String> ids = taken().stream().map(r -> r.required("webhook-id")).toList();
    assertThat(ids.subList(0, 3).stream().distinct()).hasSize(1);
    assertThat(taken().subList(0, 3).stream().map(WebhookRequest::text).distinct()).hasSize(1);
    assertThat(ids.subList(3, ids.size())).doesNotContain(ids.getFirst());
  }

  @Test
  void namesEveryMistakeOnceAndNoSecret() {
    assertThatThrownBy(
            () ->
                plugin(
                    replicator ->
                        replicator
                            .resources("orders")
                            .config("url", "https://user:s3cr3t@example.com:x/")
                            .config("batchSize", 0)
                            .config("timeout", 0)
                            .config("auth", Map.of("type", "bearer"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("s3cr3t")
        .satisfies(
            e ->
                assertThat(((ConfigurationException) e).problems())
                    .hasSize(4)
                    .anyMatch(problem -> problem.contains("config.url "))
                    .anyMatch(problem -> problem.contains("config.batchSize "))
                    .anyMatch(problem -> problem.contains("config.timeout "))
                    .anyMatch(problem -> problem.contains("config.auth.token ")));
  }
}
