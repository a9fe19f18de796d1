package io.s3db.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.server.Await;
import io.s3db.server.TestServer;
import io.s3db.testkit.sink.MemorySink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @TempDir Path folder;
  private MemorySink sink;
  private TestServer server;

  @BeforeEach
  void start() {
    sink = MemorySink.mirror().register("metrics");
    server =
        TestServer.of(
            folder,
            """
            database:
              connectionString: file://%1$s/shop
              resources: { orders: { attributes: { total: number|required } } }
            journal: { path: %1$s/journal }
            replicator:
              maxRetries: 0
              replicators:
                - { id: store, driver: memory, resources: [orders], config: { name: metrics } }
            server: { port: 0, stuckAfter: 1s }
            """
                .formatted(folder));
  }

  @AfterEach
  void stop() {
    sink.faults().mend();
    server.close();
    MemorySink.forget("metrics");
  }

  private void insert(String id) {
    assertThat(server.post("/api/v1/resources/orders", Map.of("id", id, "total", 1)).status())
        .isEqualTo(201);
  }

  private void settle() throws InterruptedException {
    assertThat(server.server().replication().orElseThrow().awaitReplicated(Await.LONG)).isTrue();
  }

  private double metric(String nameAndLabels) {
    String scrape = server.get("/metrics").text();
    return scrape
        .lines()
        .filter(each -> each.startsWith(nameAndLabels + " "))
        .findFirst()
        .map(each -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
        .orElse(-1.0);
  }

  @Test
  void whatIsDeliveredIsCountedAndTimed() throws InterruptedException {
    insert("o1");
    insert("o2");
    settle();

    String labels = "driver=\"memory\",outcome=\"delivered\",replicator=\"store\"";
    assertThat(metric("s3db_replicator_changes_total{" + labels + "}")).isEqualTo(2);
    Awaitility.await()
        .atMost(Await.LONG)
        .untilAsserted(
            () -> {
              assertThat(metric("s3db_replicator_freshness_seconds_count{replicator=\"store\"}"))
                  .isEqualTo(2);
              assertThat(metric("s3db_replicator_batch_changes_sum{replicator=\"store\"}"))
                  .isEqualTo(2);
            });
    assertThat(metric("s3db_replicator_written_bytes_total{replicator=\"store\"}")).isPositive();
    assertThat(metric("s3db_replicator_lag_events{driver=\"memory\",replicator=\"store\"}"))
        .isZero();
    assertThat(metric("s3db_journal_bytes")).isPositive();
    assertThat(metric("s3db_ready")).isEqualTo(1);
  }

  @Test
  void anOutageTurnsTheDaemonRedAndItsEndGreen() throws InterruptedException {
    sink.faults().refuse();
    insert("o1");

    Awaitility.await()
        .atMost(Await.LONG)
        .untilAsserted(() -> assertThat(server.get("/health/ready").status()).isEqualTo(503));
    assertThat(server.get("/health/ready").text()).contains("store", "Nothing was delivered for");
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    assertThat(metric("s3db_ready")).isZero();
    assertThat(
            metric(
                "s3db_replicator_failures_total{class=\"unavailable\",driver=\"memory\",replicator=\"store\"}"))
        .isPositive();

    sink.faults().mend();
    settle();
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void everyMetricOfTheDashboardOfTheAlertsAndOfTheDocumentIsInAScrape()
      throws IOException, InterruptedException {
    insert("o1");
    settle();
    Set<String> known = new TreeSet<>();
    Awaitility.await()
        .atMost(Await.LONG)
        .until(() -> server.get("/metrics").text().contains("freshness_seconds_bucket"));
    server
        .get("/metrics")
        .text()
        .lines()
        .filter(each -> !each.startsWith("#"))
        .forEach(each -> known.add(each.split("[{ ]")[0]));

    assertThat(known).containsAll(names(resource("/grafana/s3db-dashboard.json")));
    assertThat(known).containsAll(names(resource("/grafana/s3db-alerts.yaml")));
    Set<String> documented = names(Files.readString(Path.of("..", "docs", "metrics.md")));
    assertThat(documented)
        .allSatisfy(
            name ->
                assertThat(known)
                    .anyMatch(each -> each.equals(name) || each.equals(name + "_count")));
    assertThat(known.stream().filter(each -> each.startsWith("s3db_")))
        .allSatisfy(
            name ->
                assertThat(documented).contains(name.replaceAll("_(bucket|count|sum|max)$", "")));
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Pattern.compile("\\bs3db_[a-z_]+")
        .matcher(text)
        .results()
        .forEach(each -> names.add(each.group()));
    return names;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = MetricsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
