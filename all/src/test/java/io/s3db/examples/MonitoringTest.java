package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How one sees what arrives and what does not: events, and the log in the database. */
class MonitoringTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private final WebhookReceiver crm = EXAMPLE.receiver();
  private final String backup = Example.address("backup");

  @BeforeEach
  void refuseUsersThatAreBad() {
    crm.answer(
        request ->
            WebhookAnswer.status(
                request.document().document("data").id().startsWith("bad") ? 422 : 204));
  }

  private ReplicatorPlugin plugin() {
    return ReplicatorPlugin.of(
        Map.of(
            "persistReplicatorLog",
            true,
            "replicatorLogResource",
            "replication_logs",
            "replicators",
            List.of(
                Example.replicator("webhook", List.of("users"), Map.of("url", crm.url("/webhook"))),
                Example.replicator("s3db", List.of("users"), Map.of("connectionString", backup)))));
  }

  private static Resource users(S3db db) {
    return db.createResource("users", r -> r.attribute("name", "string|required"));
  }

  private static void insert(Resource users, String prefix, int from, int to) {
    for (int i = from; i < to; i++) {
      users.insert(Document.of("id", prefix + i, "name", "N"));
    }
  }

  @Test
  void bothEventsAreHeardAndTheLogHoldsTheErrors() throws Exception {
    S3db db = EXAMPLE.source(plugin());
    ReplicatorPlugin plugin =
        db.plugins().stream()
            .filter(each -> each.name().equals("ReplicatorPlugin"))
            .map(ReplicatorPlugin.class::cast)
            .findFirst()
            .orElseThrow();
    List<String> arrived = new CopyOnWriteArrayList<>();
    List<String> failed = new CopyOnWriteArrayList<>();
    plugin.on(
        "replicated",
        event -> {
          if (event instanceof Replicated it) {
            arrived.add(it.operation().word() + " on " + it.resourceName());
          }
        });
    plugin.on(
        "replicator_error",
        event -> {
          if (event instanceof ReplicationFailed it) {
            failed.add(it.resourceName() + " at " + it.replicator() + ": " + it.error());
          }
        });
    Resource users = users(db);
    users.insert(Document.of("id", "u-1", "name", "Alice"));
    users.insert(Document.of("id", "bad-1", "name", "Bob"));
    Example.awaitReplicated(plugin);

    await().atMost(Example.SOON).until(() -> arrived.size() == 3 && failed.size() == 1);
    assertThat(arrived).containsOnly("insert on users");
    assertThat(failed.getFirst()).startsWith("users at webhook: ").contains("422");
    await()
        .atMost(Example.SOON)
        .untilAsserted(
            () ->
                assertThat(
                        db.resource("replication_logs")
                            .query(Map.of("where", Map.of("status", "error"))))
                    .hasSize(1));
    Document line = db.resource("replication_logs").list(10).getFirst();
    assertThat(line.text("resourceName")).isEqualTo("users");
    assertThat(line.text("recordId")).isEqualTo("bad-1");
    assertThat(line.text("replicator")).isEqualTo("webhook");
    assertThat(line.text("operation")).isEqualTo("insert");
    assertThat(line.text("error")).contains("422");
  }

  @Test
  void metricsCountByReplicatorAndAlertAboveTenPercent() throws Exception {
    ReplicatorPlugin plugin = plugin();
    Metrics metrics = new Metrics();
    plugin.on(Replicated.class, metrics::replicated);
    plugin.on(ReplicationFailed.class, metrics::failed);
    Resource users = users(EXAMPLE.source(plugin));

    insert(users, "u-", 0, 10);
    await().atMost(Example.SOON).until(() -> metrics.successful() == 20);
    insert(users, "bad-", 0, 2);
    await().atMost(Example.SOON).until(() -> metrics.failed() == 2);
    await().atMost(Example.SOON).until(() -> metrics.successful() == 22);
    assertThat(metrics.alerts()).as("2 of 24 at most").isEmpty();
    insert(users, "bad-", 2, 3);
    await().atMost(Example.SOON).until(() -> metrics.failed() == 3);
    await().atMost(Example.SOON).until(() -> metrics.successful() == 23);

    assertThat(metrics.alerts())
        .singleElement()
        .asString()
        .matches("High replication error rate: 1[12]\\.[05]%"); // 3 of 25 or 3 of 26
    assertThat(metrics.byReplicator()).isEqualTo(Map.of("webhook", 10, "s3db", 13));
    assertThat(metrics.successRate()).isEqualTo("88.5%"); // 23 of 26
  }

  @Test
  void errorsAreForwardedToATrackerWithoutHoldingUpWhatIsWell() throws Exception {
    ReplicatorPlugin plugin = plugin();
    CountDownLatch trackerIsBack = new CountDownLatch(1);
    List<Document> tracked = new CopyOnWriteArrayList<>();
    plugin.on(
        ReplicationFailed.class,
        event -> {
          await().atMost(Example.SOON).until(() -> trackerIsBack.getCount() == 0);
          tracked.add(
              Document.of(
                  "error",
                  event.error(),
                  "context",
                  Document.of(
                      "resource", event.resourceName(),
                      "replicator", event.replicator(),
                      "operation", event.operation().word())));
        });
    Resource users = users(EXAMPLE.source(plugin));
    insert(users, "bad-", 0, 1);
    insert(users, "u-", 0, 50);
    Example.awaitReplicated(plugin);

    assertThat(crm.count()).isEqualTo(51);
    assertThat(tracked).as("the tracker does not answer yet").isEmpty();
    trackerIsBack.countDown();
    await().atMost(Example.SOON).until(() -> !tracked.isEmpty());
    assertThat(tracked).hasSize(1);
    assertThat(tracked.getFirst().text("error")).contains("422");
    assertThat(tracked.getFirst().document("context"))
        .isEqualTo(
            Document.of("resource", "users", "replicator", "webhook", "operation", "insert"));
  }

  @Test
  void aHealthCheckCountsTheErrorsOfTheLastHour() throws Exception {
    ReplicatorPlugin plugin = plugin();
    S3db db = EXAMPLE.source(plugin);
    Resource users = users(db);
    insert(users, "bad-", 0, 6);
    Example.awaitReplicated(plugin);
    insert(users, "u-", 0, 20); // a destination that refuses nearly everything is paused instead
    Example.awaitReplicated(plugin);
    insert(users, "bad-", 6, 11);
    Example.awaitReplicated(plugin);
    Resource logs = db.resource("replication_logs");
    await().atMost(Example.SOON).until(() -> logs.count() == 11);
    Document line = logs.list(1).getFirst();
    long twoHoursAgo = Instant.now().minus(Duration.ofHours(2)).toEpochMilli();
    logs.insert(line.with("id", "old").with("timestamp", twoHoursAgo));

    assertThat(errorsSince(logs, Instant.now().minus(Duration.ofHours(1))))
        .as("more than ten: alert the operations team")
        .hasSize(11)
        .allSatisfy(error -> assertThat(error.text("recordId")).startsWith("bad-"));
    assertThat(errorsSince(logs, Instant.now().minus(Duration.ofHours(3)))).hasSize(12);
    assertThat(errorsSince(logs, Instant.now().plus(Duration.ofHours(1)))).isEmpty();
  }

  private static List<Document> errorsSince(Resource logs, Instant time) {
    return logs.query(
        Map.of(
            "where", Map.of("status", "error", "timestamp", Map.of("$gte", time.toEpochMilli()))));
  }
}
