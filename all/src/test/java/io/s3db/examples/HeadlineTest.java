package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first steps: write once, and every destination has it. */
class HeadlineTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  @Test
  void oneInsertIsARowWithItsItemsAndAMessageOfFourFields() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    SqsQueue queue = Example.queue("orders");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resources("users", "orders", "products")
                        .config("connectionString", postgres.connectionString()))
            .replicator(
                "sqs",
                r ->
                    r.resource(
                            "orders",
                            m ->
                                m.transform(
                                    (data, context) ->
                                        Document.of(
                                            "order_id", data.id(),
                                            "amount", data.number("total"),
                                            "customer", data.text("userId"),
                                            "timestamp", context.changedAt())))
                        .config(Example.sqs(queue)))
            .build();
    Resource orders =
        EXAMPLE
            .source(plugin)
            .createResource(
                "orders",
                r ->
                    r.attribute("userId", "string|required")
                        .attribute("total", "number|required")
                        .attribute("items", "json|required"));

    String id =
        orders
            .insert(
                Document.of(
                    "userId",
                    "alice",
                    "total",
                    299.99,
                    "items",
                    List.of(Map.of("sku", "PROD-001", "qty", 2))))
            .id();
    Example.awaitReplicated(plugin);

    assertThat(Example.rows(postgres, "orders"))
        .containsExactly(
            Document.of(
                "id",
                id,
                "userId",
                "alice",
                "total",
                299.99,
                "items",
                List.of(Map.of("sku", "PROD-001", "qty", 2))));
    assertThat(Example.messages(queue)).hasSize(1);
    Document message = Example.messages(queue).getFirst();
    Example.assertIsOfNow(message, "timestamp");
    assertThat(message)
        .isEqualTo(
            Document.of(
                "resource",
                "orders",
                "action",
                "insert",
                "timestamp",
                message.text("timestamp"),
                "data",
                Document.of(
                    "order_id",
                    id,
                    "amount",
                    299.99,
                    "customer",
                    "alice",
                    "timestamp",
                    message.text("timestamp"))));
  }

  @Test
  void fourKindsOfDestinationsGetTheResourcesThatEachLists() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    SqsQueue queue = Example.queue("events");
    WebhookReceiver crm = EXAMPLE.receiver();
    String backup = Example.address("backup");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.of(
            Map.of(
                "verbose",
                true,
                "maxRetries",
                3,
                "replicators",
                List.of(
                    Example.replicator(
                        "s3db", List.of("users", "orders"), Map.of("connectionString", backup)),
                    Example.replicator(
                        "postgresql",
                        List.of("orders", "products"),
                        Map.of("connectionString", postgres.connectionString())),
                    Example.replicator(
                        "sqs",
                        List.of("orders"),
                        Example.sqs(queue, "messageGroupId", "s3db-events")),
                    Example.replicator(
                        "webhook",
                        List.of("users"),
                        Map.of(
                            "url",
                            crm.url("/webhook"),
                            "auth",
                            Map.of("type", "bearer", "token", "t0ken"))))));
    S3db db = EXAMPLE.source(plugin);
    Document user = Document.of("id", "u-1", "name", "Alice");
    Document order = Document.of("id", "o-1", "total", 299.99);
    Document product = Document.of("id", "p-1", "price", 9.5);
    db.createResource("users", r -> r.attribute("name", "string")).insert(user);
    db.createResource("orders", r -> r.attribute("total", "number")).insert(order);
    db.createResource("products", r -> r.attribute("price", "number")).insert(product);
    Example.awaitReplicated(plugin);

    S3db copy = EXAMPLE.at(backup);
    assertThat(copy.resources()).extracting(Resource::name).containsOnly("users", "orders");
    assertThat(copy.resource("users").list(10)).containsExactly(user);
    assertThat(copy.resource("orders").list(10)).containsExactly(order);
    assertThat(Example.rows(postgres, "orders")).containsExactly(order);
    assertThat(Example.rows(postgres, "products")).containsExactly(product);
    assertThat(postgres.value("select to_regclass('users')")).isNull();
    assertThat(queue.received()).extracting(SqsMessage::groupId).containsExactly("s3db-events");
    assertThat(Example.messages(queue).getFirst().document("data")).isEqualTo(order);
    assertThat(Example.bodies(crm)).extracting(body -> body.document("data")).containsExactly(user);
    assertThat(crm.requests().getFirst().required("Authorization")).isEqualTo("Bearer t0ken");
  }

  @Test
  void usersAreReshapedForAnalystsWhoKeepThoseThatWereDeleted() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "bigquery",
                r ->
                    r.resource(
                            "users",
                            m ->
                                m.to("user_analytics")
                                    .transform(
                                        (data, context) ->
                                            Document.of(
                                                "user_id", data.id(),
                                                "full_name", Example.fullName(data),
                                                "email_domain",
                                                    Example.emailDomain(data).orElse("unknown"),
                                                "signup_date", data.text("createdAt"),
                                                "synced_at", context.changedAt(),
                                                "data_source", "production"))
                                    .actions(Operation.INSERT, Operation.UPDATE))
                        .config(EXAMPLE.dataset("analytics-project", "users")))
            .build();
    Resource users =
        EXAMPLE
            .source(plugin)
            .createResource(
                "users",
                r ->
                    r.attribute("firstName", "string|required")
                        .attribute("lastName", "string|required")
                        .attribute("email", "string|optional")
                        .attribute("createdAt", "string|required"));
    users.insert(
        Document.of("id", "u-1", "firstName", "Alice", "lastName", "Smith")
            .with("email", "alice@example.com")
            .with("createdAt", "2025-10-18T10:30:00.000Z"));
    users.insert(
        Document.of("id", "u-2", "firstName", "Bob", "lastName", "Jones")
            .with("createdAt", "2025-10-19T10:30:00.000Z"));
    users.update("u-1", Document.of("lastName", "Miller"));
    users.delete("u-1");
    Example.awaitReplicated(plugin);

    List<Document> rows = EXAMPLE.rows("analytics-project", "users", "user_analytics");
    rows.forEach(row -> Example.assertIsOfNow(row, "synced_at"));
    assertThat(rows)
        .extracting(row -> row.without("synced_at"))
        .containsExactlyInAnyOrder(
            Document.of(
                "user_id", "u-1",
                "full_name", "Alice Miller",
                "email_domain", "example.com",
                "signup_date", "2025-10-18T10:30:00.000Z",
                "data_source", "production"),
            Document.of(
                "user_id", "u-2",
                "full_name", "Bob Jones",
                "email_domain", "unknown",
                "signup_date", "2025-10-19T10:30:00.000Z",
                "data_source", "production"));
  }
}
