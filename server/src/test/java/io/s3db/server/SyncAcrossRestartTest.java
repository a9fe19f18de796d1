package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.S3db;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that ends in the middle of a sync: the next one goes on with it. */
class SyncAcrossRestartTest {
  private static final int RECORDS = 300;
  private static final String SYNC = "/api/v1/replicators/backup/sync";

  @TempDir Path folder;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException {
    configuration = folder.resolve("s3db.yaml");
    Files.writeString(
        configuration,
        """
        database:
          connectionString: file://%1$s/source
          resources: { orders: { attributes: { total: number|required } } }
        journal: { path: %1$s/journal }
        replicator:
          closeTimeout: 5s
          replicators:
            - { id: backup, driver: s3db, resources: [orders], config: { connectionString: "file://%1$s/backup" } }
        server: { port: 0, drainTimeout: 10s }
        """
            .formatted(folder));
    // Written before there is a replication: only a sync brings them over.
    try (S3db source = S3db.connect("file://" + folder + "/source")) {
      source
          .createResource("orders", it -> it.attribute("total", "number|required"))
          .insertMany(
              IntStream.range(0, RECORDS)
                  .mapToObj(i -> Document.of("id", "o" + i, "total", i))
                  .toList());
    }
  }

  private static Document ask(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Document.parse(
          client
              .send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString())
              .body());
    }
  }

  private static HttpRequest.Builder at(DaemonProcess daemon, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + path));
  }

  private static Document sync(DaemonProcess daemon) throws Exception {
    return ask(at(daemon, "/api/v1/replicators/backup")).document("sync");
  }

  /** Starts a slow one, and waits until it is on its way. */
  private static String startSync(DaemonProcess daemon) throws Exception {
    String id =
        ask(at(daemon, SYNC)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"rateLimit\":50}")))
            .id();
    Awaitility.await()
        .atMost(Await.LONG)
        .until(() -> sync(daemon).document("progress").integer("done") > 0);
    assertThat(sync(daemon).text("state")).isEqualTo("running");
    return id;
  }

  private void goesOnAfterARestart(String id) throws Exception {
    assertThat(copied()).as("it was in the middle").hasSizeLessThan(RECORDS);
    try (DaemonProcess again = DaemonProcess.start(configuration)) {
      Awaitility.await()
          .atMost(Await.LONG)
          .until(() -> sync(again).text("state").equals("finished"));
      assertThat(sync(again).id()).isEqualTo(id);
    }
    assertThat(copied()).hasSize(RECORDS);
  }

  private List<String> copied() {
    try (S3db backup = S3db.connect("file://" + folder + "/backup")) {
      return backup.resource("orders").listIds(Long.MAX_VALUE);
    }
  }

  @Test
  void aTermEndsItOrderlyAndItIsResumed() throws Exception {
    String id;
    try (DaemonProcess daemon = DaemonProcess.start(configuration)) {
      id = startSync(daemon);
      daemon.terminate();
      assertThat(daemon.exitCode()).as(daemon.said()).isZero();
      assertThat(daemon.said()).doesNotContain("Exception", "\tat ");
    }
    goesOnAfterARestart(id);
  }

  @Test
  void aKillDoesNotLoseIt() throws Exception {
    String id;
    try (DaemonProcess daemon = DaemonProcess.start(configuration)) {
      id = startSync(daemon);
      daemon.kill();
    }
    goesOnAfterARestart(id);
  }
}
