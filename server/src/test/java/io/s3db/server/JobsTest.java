package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.server.TestServer.Reply;
import io.s3db.testkit.sink.MemorySink;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifications and other long work, over HTTP. */
class JobsTest {
  private static final String ROWS = "/api/v1/replicators/rows/verify";
  private static final String BELL = "/api/v1/replicators/bell/verify";

  @TempDir Path folder;
  private Desk desk;
  private TestServer server;

  @BeforeEach
  void start() {
    desk = new Desk(folder, "");
    server = desk.server();
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private void fill(int orders) {
    for (int i = 0; i < orders; i++) {
      desk.order("o-" + i, i);
    }
    desk.settle();
  }

  private void awaitState(String path, String state) {
    Awaitility.await()
        .atMost(Await.LONG)
        .until(() -> server.get(path).json().text("state").equals(state));
  }

  @Test
  void aVerificationCertifiesRowsAndTellsHowFarItIs() {
    fill(12);

    Reply done = server.post(ROWS + "?wait=30");

    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().text("state")).isEqualTo("finished");
    Document result = done.json().document("result");
    assertThat(result.bool("equal")).isTrue();
    assertThat(result.text("certificate")).startsWith("source = rows, 12 records");
    assertThat(result.get("journal")).isNull();
    assertThat(done.json().document("progress").integer("done"))
        .as("12 records and 12 rows were read")
        .isEqualTo(24);
    assertThat(server.get("/api/v1/replicators/rows").json().document("verify").text("id"))
        .isEqualTo(done.json().text("id"));
  }

  @Test
  void aVerificationOfEventsReconcilesTheJournal() {
    fill(3);

    Document result = server.post(BELL + "?wait=30").json().document("result");

    assertThat(result.bool("equal")).isTrue();
    assertThat(result.list("routes")).isEmpty();
    Document journal = result.document("journal");
    assertThat(journal.list("routes").toString()).contains("accepted=3", "deadLetters=0");
    assertThat(journal.list("notes")).isNotEmpty();
  }

  @Test
  void aVerificationThatRunsShowsItsProgressAndIsCancelled() {
    fill(1200);
    desk.rows().faults().slow(Duration.ofSeconds(1));

    Reply started = server.post(ROWS);
    String job = started.header("Location");

    assertThat(started.status()).isEqualTo(202);
    assertThat(started.json().text("state")).isEqualTo("running");
    Awaitility.await()
        .atMost(Await.LONG)
        .untilAsserted(
            () -> {
              Document progress = server.get(job).json().document("progress");
              assertThat(progress.integer("done")).isPositive();
              assertThat(progress.number("fraction")).isBetween(0.01, 1.0);
              assertThat(progress.integer("total")).isEqualTo(2400);
            });
    assertThat(server.post(ROWS).status()).isEqualTo(409);
    assertThat(server.post(ROWS).json().text("error.suggestion")).contains(job);

    Reply cancelled = server.delete(job);
    assertThat(cancelled.json().text("state")).isEqualTo("cancelled");
    assertThat(cancelled.json().text("endedAt")).isNotEmpty();
    assertThat(server.delete(job).json().text("state")).isEqualTo("cancelled");
    desk.rows().faults().mend();
    assertThat(server.post(ROWS + "?wait=30").json().text("state")).isEqualTo("finished");
  }

  @Test
  void whatCannotBeVerifiedIsRefusedAtOnceWithOneSentence() {
    server.post("/api/v1/replicators/rows/pause");
    awaitState("/api/v1/replicators/rows", "paused");

    Reply paused = server.post(ROWS);
    Reply repaired = server.post(BELL, Map.of("repair", true));
    Reply unrouted = server.post(ROWS, Map.of("resources", List.of("notes")));

    assertThat(paused.status()).isEqualTo(409);
    assertThat(paused.code()).isEqualTo("CONFLICT");
    assertThat(paused.json().text("error.message"))
        .isEqualTo(
            "'rows' is paused, so it lacks what was written since: resume it, then verify it.");
    assertThat(repaired.status()).isEqualTo(400);
    assertThat(repaired.json().text("error.message")).contains("takes events");
    assertThat(unrouted.status()).isIn(400, 409);
    assertThat(server.get("/api/v1/jobs").json().list("jobs")).isEmpty();
  }

  @Test
  void aDriverThatCannotReadBackIsRefusedWithItsName() {
    String name = "blind-" + folder.getFileName();
    MemorySink.mirror().register(name);
    try (TestServer blind =
        TestServer.of(
            folder,
            """
            database: { connectionString: "memory://%1$s", resources: { orders: { attributes: { total: number } } } }
            journal: { path: %2$s/blind, durability: memory }
            replicator: { replicators: [ { driver: blind, resources: [orders], config: { name: %1$s } } ] }
            server: { port: 0 }
            """
                .formatted(name, folder))) {
      Reply refused = blind.post("/api/v1/replicators/blind/verify?wait=30");

      assertThat(refused.status()).as(refused.text()).isEqualTo(409);
      assertThat(refused.json().text("error.message"))
          .isEqualTo(
              "'blind' cannot be verified: the driver blind cannot read back what it wrote.");
    } finally {
      MemorySink.forget(name);
    }
  }

  @Test
  void aBodyThatIsNotNeededMayBeMissingOrEmptyWithAnyType() {
    fill(1);
    for (String path :
        List.of(
            ROWS + "?wait=30",
            "/api/v1/replicators/rows/sync?wait=30",
            "/api/v1/replicators/rows/pause",
            "/api/v1/replicators/rows/resume",
            "/api/v1/purge/orders/nobody")) {
      for (String type : List.of("application/json", "text/plain")) {
        Reply reply =
            server.send(
                HttpRequest.newBuilder(server.uri(path))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("")));
        assertThat(reply.status()).as(path + " " + type + reply.text()).isEqualTo(200);
      }
    }
  }

  @Test
  void optionsThatAreNoneAreAllNamedAtOnce() {
    Reply reply =
        server.post(ROWS, Map.of("repare", true, "examples", -1, "patience", "long", "ignore", 5));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().text("error.message"))
        .contains("repare is not an option: did you mean 'repair'?", "examples", "patience");
    assertThat(server.post(ROWS + "?wait=31").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(server.post(ROWS + "?wait=x").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(server.post("/api/v1/replicators/rosw/verify").code())
        .isEqualTo("REPLICATOR_NOT_FOUND");
    assertThat(server.get(ROWS).header("Allow")).isEqualTo("POST");
  }

  @Test
  void aSyncIsShownWhileItWaitsAndCancelled() {
    for (int i = 0; i < 20; i++) {
      desk.order("o-" + i, i);
    }
    Reply started = server.post("/api/v1/replicators/rows/sync", Map.of("rateLimit", 1));
    String job = started.header("Location");

    assertThat(started.status()).isEqualTo(202);
    assertThat(server.post("/api/v1/replicators/rows/sync").status()).isEqualTo(409);
    assertThat(server.get("/api/v1/jobs").json().list("jobs").toString())
        .contains(started.json().text("id"));
    server.delete(job);
    awaitState(job, "cancelled");
    assertThat(server.json("PUT", job, Map.of()).header("Allow")).isEqualTo("DELETE, GET");
  }
}
