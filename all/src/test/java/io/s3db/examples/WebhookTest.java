package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interfaces of others: a CRM that fails at times, and a service that takes batches. */
class WebhookTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private final WebhookReceiver receiver = EXAMPLE.receiver();

  @Test
  void aCrmIsTriedFourTimesThenLoggedAndGetsItInTheEnd() throws Exception {
    int firstPause = 50; // a second in earnest
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .persistReplicatorLog(true)
            .replicator(
                "webhook",
                r ->
                    r.resource(
                            "users",
                            m ->
                                m.transform(
                                    (data, context) ->
                                        Document.of(
                                            "user_id", data.id(),
                                            "email", data.text("email"),
                                            "full_name", Example.fullName(data),
                                            "event_timestamp", context.changedAt())))
                        .resource(
                            "orders",
                            m ->
                                m.transform(
                                    data ->
                                        Document.of(
                                            "order_id", data.id(),
                                            "customer_id", data.text("userId"),
                                            "total", data.number("total"),
                                            "items_count", data.list("items").size())))
                        .config(crm(firstPause)))
            .build();
    List<ReplicationFailed> errors = new CopyOnWriteArrayList<>();
    plugin.on(ReplicationFailed.class, errors::add);
    S3db db = EXAMPLE.source(plugin);
    Resource users =
        db.createResource(
            "users",
            r ->
                r.attribute("firstName", "string|required")
                    .attribute("lastName", "string|required")
                    .attribute("email", "string|required"));
    Resource orders =
        db.createResource(
            "orders",
            r ->
                r.attribute("userId", "string|required")
                    .attribute("total", "number|required")
                    .attribute("items", "json|optional"));
    receiver.next(
        WebhookAnswer.status(429),
        WebhookAnswer.status(500),
        WebhookAnswer.status(502),
        WebhookAnswer.status(503));
    users.insert(
        Document.of("id", "u-1", "firstName", "Alice", "lastName", "Smith")
            .with("email", "alice@example.com"));
    Example.awaitReplicated(plugin);
    orders.insert(Document.of("id", "o-1", "userId", "u-1", "total", 299.99));
    orders.insert(
        Document.of("id", "o-2", "userId", "u-1", "total", 20, "items", List.of("a", "b")));
    Example.awaitReplicated(plugin);

    List<WebhookRequest> user = receiver.requests().subList(0, 5);
    assertThat(user).extracting(WebhookRequest::text).containsOnly(user.getFirst().text());
    for (int i = 1; i < 4; i++) {
      assertThat(Duration.ofNanos(user.get(i).nanos() - user.get(i - 1).nanos()))
          .as("pause %d: 1, 2, 4 times the first", i)
          .isGreaterThanOrEqualTo(Duration.ofMillis((firstPause << (i - 1)) / 2));
    }
    assertIsRequestToCrm(user.getFirst());
    Document data = user.getFirst().document().document("data");
    Example.assertIsOfNow(data, "event_timestamp");
    assertThat(data.without("event_timestamp"))
        .isEqualTo(
            Document.of(
                "user_id", "u-1", "email", "alice@example.com", "full_name", "Alice Smith"));
    assertThat(Example.bodies(receiver).subList(5, 7))
        .extracting(body -> body.document("data"))
        .containsExactlyInAnyOrder(
            Document.of("order_id", "o-1", "customer_id", "u-1", "total", 299.99)
                .with("items_count", 0),
            Document.of("order_id", "o-2", "customer_id", "u-1", "total", 20)
                .with("items_count", 2));
    await().atMost(Example.SOON).until(() -> !errors.isEmpty());
    assertThat(errors)
        .extracting(error -> error.resourceName() + " " + error.recordId() + " " + error.attempts())
        .containsExactly("users u-1 4");
    await()
        .atMost(Example.SOON)
        .untilAsserted(
            () ->
                assertThat(db.resource("replicator_log").list(10))
                    .extracting(line -> line.text("recordId") + " " + line.text("status"))
                    .containsExactly("u-1 redriven"));
    assertThat(db.resource("replicator_log").list(1).getFirst().text("error")).contains("503");
  }

  private Map<String, Object> crm(int firstPause) {
    return Map.of(
        "url",
        receiver.url("/webhook"),
        "method",
        "POST",
        "auth",
        Map.of("type", "bearer", "token", "crm-t0ken"),
        "timeout",
        10_000,
        "retries",
        3,
        "retryDelay",
        firstPause,
        "retryStrategy",
        "exponential",
        "retryOnStatus",
        List.of(429, 500, 502, 503, 504),
        "headers",
        Map.of(
            "Content-Type", "application/json",
            "X-Source", "s3db-production",
            "X-Environment", "test"));
  }

  private static void assertIsRequestToCrm(WebhookRequest request) {
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/webhook");
    assertThat(request.required("Authorization")).isEqualTo("Bearer crm-t0ken");
    assertThat(request.required("Content-Type")).isEqualTo("application/json");
    assertThat(request.required("X-Source")).isEqualTo("s3db-production");
    assertThat(request.required("X-Environment")).isEqualTo("test");
  }

  @Test
  void aHundredChangesAreABatchInOneRequestWithAnApiKey() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "webhook",
                r ->
                    r.resources("orders", "users")
                        .concurrency(1) // the order of the source, so that it can be compared
                        .config("url", receiver.url("/batch"))
                        .config("batch", true)
                        .config("batchSize", 100)
                        .config("timeout", 30_000)
                        .config(
                            "auth",
                            Map.of("type", "apikey", "header", "X-API-Key", "value", "an-k3y")))
            .build();
    S3db db = EXAMPLE.source(plugin);
    Resource orders = db.createResource("orders", r -> r.attribute("total", "number|required"));
    Resource users = db.createResource("users", r -> r.attribute("name", "string|required"));
    users.insert(Document.of("id", "user-42", "name", "Alice"));
    Example.awaitReplicated(plugin);
    plugin.pause("webhook");
    orders.insert(Document.of("id", "order-123", "total", 299.99));
    users.update("user-42", Document.of("name", "Alice Smith"));
    for (int i = 0; i < 998; i++) {
      orders.insert(Document.of("id", "o-" + i, "total", i));
    }
    plugin.resume("webhook");
    Example.awaitReplicated(plugin);

    assertThat(receiver.requests())
        .allSatisfy(request -> assertThat(request.required("X-API-Key")).isEqualTo("an-k3y"));
    List<Document> batches = Example.bodies(receiver).subList(1, receiver.count());
    assertThat(batches).hasSizeBetween(10, 15);
    assertThat(batches)
        .allSatisfy(body -> assertThat(body.list("batch")).hasSizeLessThanOrEqualTo(100))
        .anySatisfy(body -> assertThat(body.list("batch")).hasSize(100));
    List<Document> changes = changes(batches);
    assertThat(changes).hasSize(1_000);
    assertThat(changes)
        .allSatisfy(change -> Example.assertIsOfNow(change, "timestamp"))
        .extracting(change -> change.without("timestamp"))
        .startsWith(
            Document.of(
                "resource", "orders",
                "action", "insert",
                "data", Map.of("id", "order-123", "total", 299.99)),
            Document.of(
                "resource",
                "users",
                "action",
                "update",
                "before",
                Map.of("id", "user-42", "name", "Alice"),
                "data",
                Map.of("id", "user-42", "name", "Alice Smith")));
  }

  private static List<Document> changes(List<Document> batches) {
    List<Document> changes = new ArrayList<>();
    for (Document body : batches) {
      assertThat(body.names()).containsExactly("batch");
      body.list("batch").forEach(each -> changes.add(Document.of("it", each).document("it")));
    }
    return changes;
  }
}
