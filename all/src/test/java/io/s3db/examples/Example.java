package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.bigquery.FakeBigQuery;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsServer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the examples of one class run on: sources in memory, and destinations on 127.0.0.1.
 *
 * <p>Servers serve the whole class, and start when an example asks for them. Databases, queues and
 * receivers belong to one example; they are closed after it, the last one opened first.
 */
final class Example implements AfterEachCallback, AfterAllCallback {
  static final Duration SOON = Duration.ofSeconds(60);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable FakeBigQuery bigquery;

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (bigquery != null) {
      bigquery.close();
    }
  }

  /** An address in memory that nobody else uses. */
  static String address(String name) {
    return "memory://" + name + "-" + UUID.randomUUID();
  }

  /** Opens a new source with the plugin. */
  S3db source(ReplicatorPlugin plugin) {
    return closing(S3db.builder().connectionString(address("source")).plugin(plugin).connect());
  }

  /** Opens the database that is a destination, to look at it. */
  S3db at(String address) {
    return closing(S3db.connect(address));
  }

  TestDatabase postgres() {
    return closing(PostgresServer.shared().createDatabase());
  }

  WebhookReceiver receiver() {
    return closing(WebhookReceiver.start());
  }

  /** A queue as the examples have it: its name ends in {@code .fifo}. */
  static SqsQueue queue(String name) {
    return SqsServer.shared().newFifoQueue(name);
  }

  FakeBigQuery bigquery() {
    if (bigquery == null) {
      bigquery = FakeBigQuery.start();
    }
    return bigquery;
  }

  /** Closes something after the example. */
  <T extends AutoCloseable> T closing(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  /** The configuration of a queue; further options come in pairs. */
  static Map<String, Object> sqs(SqsQueue queue, Object... options) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("region", "us-east-1");
    config.put("endpoint", SqsServer.shared().endpoint().toString());
    config.put("credentials", Map.of("accessKeyId", "example", "secretAccessKey", "example"));
    config.put("queueUrl", queue.url());
    for (int i = 0; i < options.length; i += 2) {
      config.put((String) options[i], options[i + 1]);
    }
    return config;
  }

  /** Creates a dataset, which the driver does not, and gives the configuration of it. */
  Map<String, Object> dataset(String project, String dataset) {
    bigquery().createDataset(project, dataset);
    return Map.of(
        "projectId",
        project,
        "datasetId",
        dataset,
        "location",
        "US",
        "endpoint",
        bigquery().endpoint().toString(),
        "storageEndpoint",
        bigquery().storageEndpoint().toString());
  }

  /** A destination in the form of a configuration file. */
  static Map<String, Object> replicator(
      String driver, Object resources, Map<String, Object> config) {
    return Map.of("driver", driver, "resources", resources, "config", config);
  }

  static void awaitReplicated(ReplicatorPlugin plugin) throws InterruptedException {
    assertThat(plugin.awaitReplicated(SOON)).as("%s", plugin.status()).isTrue();
  }

  /** Waits until so many changes were skipped: counters follow the deliveries. */
  static void awaitSkipped(ReplicatorPlugin plugin, String replicator, long times) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(plugin.status(replicator).counters()).containsEntry("skipped", times));
  }

  /** The rows of a table as PostgreSQL tells them, without the driver's own columns. */
  static List<Document> rows(TestDatabase database, String table) {
    return database.rows("select to_jsonb(t)::text as row from \"" + table + "\" t").stream()
        .map(row -> Document.parse(String.valueOf(row.get("row"))))
        .map(Example::withoutOwnColumns)
        .toList();
  }

  /** The rows of a table of BigQuery, without the driver's own columns. */
  List<Document> rows(String project, String dataset, String table) {
    return bigquery().rows(project, dataset, table).stream()
        .map(Example::withoutOwnColumns)
        .toList();
  }

  private static Document withoutOwnColumns(Document row) {
    return row.without(
        row.names().stream().filter(name -> name.startsWith("_s3db_")).toArray(String[]::new));
  }

  /** What a queue was told, in order. */
  static List<Document> messages(SqsQueue queue) {
    return queue.received().stream().map(message -> Document.parse(message.body())).toList();
  }

  /** What a receiver was told, in order. */
  static List<Document> bodies(WebhookReceiver receiver) {
    return receiver.requests().stream().map(WebhookRequest::document).toList();
  }

  /** A time of the day that an example added to a row: that of the change. */
  static void assertIsOfNow(Document row, String field) {
    assertThat(row.instant(field)).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  /** {@code data.email?.split('@')[1]} */
  static Optional<String> emailDomain(Document data) {
    return data.findText("email")
        .map(email -> email.split("@", -1))
        .filter(parts -> parts.length > 1)
        .map(parts -> Objects.requireNonNull(parts[1]));
  }

  /** {@code data.firstName + ' ' + data.lastName} */
  static String fullName(Document data) {
    return data.text("firstName") + " " + data.text("lastName");
  }

  /** {@code crypto.createHash('sha256').update(text).digest('hex')} */
  static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
