package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.S3db;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose process ends while many write: nothing that was acknowledged is lost. */
class DaemonKillTest {
  private static final int WRITERS = 8;

  @TempDir Path folder;
  private Path configuration;
  private final Map<String, Long> acknowledged = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> refused = new ConcurrentSkipListMap<>();
  private final AtomicInteger number = new AtomicInteger();

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
  }

  /** Writers who go on until their daemon is gone; they remember what they were told. */
  private final class Load implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final List<Thread> writers = new ArrayList<>();

    Load(int port) {
      for (int i = 0; i < WRITERS; i++) {
        writers.add(Thread.ofVirtual().start(() -> write(port)));
      }
    }

    private void write(int port) {
      while (!over.get()) {
        long total = number.incrementAndGet();
        String id = "o-" + total;
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/api/v1/resources/orders/" + id))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .PUT(BodyPublishers.ofString("{\"total\":" + total + "}"))
                .build();
        try {
          HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
          if (answer.statusCode() == 200) {
            acknowledged.put(id, total);
          } else {
            refused.put(id, answer.statusCode());
          }
        } catch (IOException | InterruptedException _) {
          return; // it is gone
        }
      }
    }

    @Override
    public void close() {
      over.set(true);
      try {
        for (Thread each : writers) {
          each.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      client.close();
    }
  }

  private void awaitAcknowledged(int more) {
    int before = acknowledged.size();
    Awaitility.await().atMost(Await.LONG).until(() -> acknowledged.size() >= before + more);
  }

  /** Starts it again, and compares what is at the destination with what was acknowledged. */
  private void everythingArrivesAfterARestart() throws Exception {
    try (DaemonProcess _ = DaemonProcess.start(configuration);
        S3db backup = S3db.connect("file://" + folder + "/backup")) {
      Awaitility.await()
          .atMost(Await.LONG)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions() // the resource may not be there yet
          .until(
              () ->
                  backup
                      .resource("orders")
                      .listIds(Long.MAX_VALUE)
                      .containsAll(acknowledged.keySet()));
      acknowledged.forEach(
          (id, total) ->
              assertThat(backup.resource("orders").get(id))
                  .isEqualTo(Document.of("id", id, "total", total)));
    }
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsDelivered() throws Exception {
    DaemonProcess daemon = DaemonProcess.start(configuration);
    try (daemon;
        Load _ = new Load(daemon.port())) {
      awaitAcknowledged(60);
      daemon.kill(); // in the middle of requests
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(60);
    everythingArrivesAfterARestart();
  }

  @Test
  void whatWasAcknowledgedBeforeAKillInTheMiddleOfADrainIsDelivered() throws Exception {
    DaemonProcess daemon = DaemonProcess.start(configuration);
    try (daemon;
        Load _ = new Load(daemon.port())) {
      awaitAcknowledged(60);
      daemon.terminate();
      daemon.kill();
    }
    everythingArrivesAfterARestart();
  }

  @Test
  void aTermAnswersWhatWasAcceptedDrainsAndEndsWellWithinItsLimit() throws Exception {
    DaemonProcess daemon = DaemonProcess.start(configuration);
    try (daemon) {
      try (Load _ = new Load(daemon.port())) {
        awaitAcknowledged(60);
        daemon.terminate();
      }
      // 0 is what the process ends with once all is closed; its output ended with the signal.
      assertThat(daemon.exitCode()).as(daemon.said()).isZero();
      assertThat(daemon.said()).doesNotContain("Exception", "\tat ");
    }
    assertThat(refused.values()).allMatch(status -> status == 503);
    try (S3db source = S3db.connect("file://" + folder + "/source")) {
      assertThat(source.resource("orders").listIds(Long.MAX_VALUE))
          .as("every write that took effect was answered, and no other")
          .containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
    }
    try (S3db backup = S3db.connect("file://" + folder + "/backup")) {
      assertThat(backup.resource("orders").listIds(Long.MAX_VALUE))
          .as("it drained within its limit")
          .containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
    }
    everythingArrivesAfterARestart();
  }
}
