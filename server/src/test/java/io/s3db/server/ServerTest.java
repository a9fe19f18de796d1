package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.server.TestServer.Reply;
import io.s3db.server.config.Configuration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.of(folder, yaml(folder, 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static String yaml(Path folder, int port) {
    return """
    database:
      connectionString: file://%1$s/shop
      resources:
        orders:
          attributes: { userId: string|required, total: number|required, items: "array|items:object|optional" }
    journal: { path: %1$s/journal }
    replicator:
      persistReplicatorLog: true
      replicators:
        - id: backup
          driver: s3db
          resources: [orders]
          config: { connectionString: "file://%1$s/backup" }
        - id: facts
          driver: s3db
          resources:
            orders:
              resource: order_facts
              actions: [insert, update]
              transform: |
                (data) => data.total < 1000 ? null : ({ id: data.id, amount: data.total })
          config: { connectionString: "file://%1$s/facts" }
    server: { port: %2$d }
    """
        .formatted(folder, port);
  }

  @Test
  void aRecordIsWrittenReadChangedAndDeleted() {
    Reply created =
        server.post(
            "/api/v1/resources/orders", Map.of("id", "o 1 ä", "userId", "alice", "total", 5));
    assertThat(created.status()).isEqualTo(201);
    String path = created.header("Location");
    assertThat(path).isEqualTo("/api/v1/resources/orders/o%201%20%C3%A4");
    assertThat(server.get(path).json())
        .isEqualTo(Document.of("id", "o 1 ä", "userId", "alice", "total", 5));

    assertThat(server.json("PATCH", path, Map.of("total", 6)).json().integer("total")).isEqualTo(6);
    Reply replaced = server.json("PUT", path, Map.of("userId", "bob", "total", 7));
    assertThat(replaced.json()).isEqualTo(Document.of("id", "o 1 ä", "userId", "bob", "total", 7));
    assertThat(server.delete(path).json().text("userId")).isEqualTo("bob");
    assertThat(server.get(path).status()).isEqualTo(404);
    assertThat(server.get(path).code()).isEqualTo("RECORD_NOT_FOUND");
  }

  @Test
  void anIdThatIsTakenIsAConflictAndAnInvalidRecordSaysWhatIsWrong() {
    Map<String, Object> order = Map.of("id", "o1", "userId", "alice", "total", 5);
    server.post("/api/v1/resources/orders", order);

    Reply again = server.post("/api/v1/resources/orders", order);
    Reply invalid = server.post("/api/v1/resources/orders", Map.of("total", "x"));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("RECORD_EXISTS");
    assertThat(invalid.status()).isEqualTo(422);
    assertThat(invalid.code()).isEqualTo("VALIDATION_FAILED");
    assertThat(invalid.json().document("error").list("problems").toString())
        .contains("userId", "total");
  }

  @Test
  void anUnknownResourceNamesTheNearest() {
    Reply reply = server.get("/api/v1/resources/oders/o1");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("RESOURCE_NOT_FOUND");
    assertThat(reply.json().text("error.message")).isEqualTo("There is no resource 'oders'.");
    assertThat(reply.json().text("error.suggestion")).isEqualTo("Did you mean 'orders'?");
  }

  @Test
  void aBodyMayNotNameAnotherIdThanThePath() {
    Reply reply =
        server.json(
            "PUT",
            "/api/v1/resources/orders/o1",
            Map.of("id", "o2", "userId", "alice", "total", 5));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("INVALID_BODY");
    assertThat(server.get("/api/v1/resources/orders/o1").status()).isEqualTo(404);
  }

  @Test
  void linesAreInsertedIndependently() {
    Reply reply =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/v1/resources/orders"))
                .header("Content-Type", "application/x-ndjson")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"id":"a","userId":"alice","total":1}
                        {"id":"b","total":2}

                        not json
                        {"id":"c","userId":"carol","total":3}
                        """)));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().integer("inserted")).isEqualTo(2);
    assertThat(reply.json().integer("failedCount")).isEqualTo(2);
    assertThat(reply.json().list("failed").toString())
        .contains("line=2", "VALIDATION_FAILED", "line=4", "INVALID_JSON");
    assertThat(server.get("/api/v1/resources/orders/c").status()).isEqualTo(200);
  }

  @Test
  void aListIsPagedToItsEndWithoutLossOrRepetition() {
    for (int i = 0; i < 23; i++) {
      server
          .server()
          .database()
          .resource("orders")
          .insert(Document.of("id", "o%02d".formatted(i), "userId", "u" + i % 3, "total", i));
    }
    assertThat(ids("limit=5")).hasSize(23).isSorted().doesNotHaveDuplicates();
    assertThat(ids("limit=3&where=%7B%22userId%22%3A%22u1%22%7D"))
        .containsExactly("o01", "o04", "o07", "o10", "o13", "o16", "o19", "o22");
    assertThat(ids("limit=1&where=%7B%22total%22%3A%7B%22%24gte%22%3A20%7D%7D"))
        .containsExactly("o20", "o21", "o22");
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      Document page = server.get("/api/v1/resources/orders?" + query + cursor).json();
      page.list("items").forEach(each -> ids.add((String) ((Map<?, ?>) each).get("id")));
      cursor = page.get("cursor") == null ? "" : "&cursor=" + page.text("cursor");
    } while (!cursor.isEmpty());
    return ids;
  }

  @Test
  void parametersThatAreUnknownOrWrongAreRefused() {
    for (String query :
        List.of(
            "limit=0",
            "limit=x",
            "limit=1001",
            "filter=x",
            "cursor=%21",
            "where=x",
            "limit=1&limit=2")) {
      Reply reply = server.get("/api/v1/resources/orders?" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.code()).as(query).isIn("INVALID_PARAMETER", "INVALID_CURSOR");
    }
    assertThat(
            server
                .get("/api/v1/resources/orders?where=%7B%22a%22%3A%7B%22%24x%22%3A1%7D%7D")
                .code())
        .isEqualTo("INVALID_QUERY");
  }

  @Test
  void resourcesAreDescribedWithTheirDestinations() {
    List<?> resources = server.get("/api/v1/resources").json().list("resources");

    Map<?, ?> orders =
        resources.stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> "orders".equals(each.get("name")))
            .findFirst()
            .orElseThrow();
    assertThat(orders.get("replicators")).isEqualTo(List.of("backup", "facts"));
    assertThat(((Map<?, ?>) orders.get("attributes")).get("userId")).isEqualTo("string|required");
  }

  @Test
  void whatIsWrittenArrivesAndTheStatusTellsIt() throws InterruptedException {
    server.post("/api/v1/resources/orders", Map.of("id", "o1", "userId", "a", "total", 5));
    server.post("/api/v1/resources/orders", Map.of("id", "o2", "userId", "a", "total", 5000));
    assertThat(server.server().replication().orElseThrow().awaitReplicated(Await.LONG)).isTrue();

    Document facts = server.get("/api/v1/replicators/facts").json();

    assertThat(facts.text("state")).isEqualTo("running");
    assertThat(facts.document("counters").integer("delivered")).isEqualTo(1);
    assertThat(facts.document("counters").integer("skipped")).isEqualTo(1);
    assertThat(facts.document("lag").integer("events")).isZero();
    assertThat(facts.document("freshness").integer("count")).isEqualTo(1);
    assertThat(facts.document("freshness").number("p99")).isPositive();
    assertThat(facts.document("writeLatency").integer("count")).isPositive();
    assertThat(facts.text("target")).startsWith("file://").endsWith("/facts");
    assertThat(server.get("/api/v1/replicators").json().list("replicators")).hasSize(2);
  }

  @Test
  void aDestinationIsPausedResumedDisabledAndEnabled() {
    String path = "/api/v1/replicators/backup/";
    assertThat(server.post(path + "pause").json().text("state")).isEqualTo("paused");
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    assertThat(server.post(path + "resume").json().text("state")).isNotEqualTo("paused");
    assertThat(server.post(path + "disable").json().text("state")).isEqualTo("disabled");
    assertThat(server.post(path + "enable").json().text("state")).isNotEqualTo("disabled");

    Reply unknown = server.post("/api/v1/replicators/bakup/pause");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("REPLICATOR_NOT_FOUND");
    assertThat(unknown.json().text("error.suggestion")).isEqualTo("Did you mean 'backup'?");
  }

  @Test
  void existingRecordsAreCopiedByAJob() {
    server.post("/api/v1/resources/orders", Map.of("id", "o1", "userId", "a", "total", 5));

    Reply started = server.post("/api/v1/replicators/backup/sync?wait=30");

    assertThat(started.status()).isEqualTo(200);
    assertThat(started.json().text("kind")).isEqualTo("sync");
    assertThat(started.json().text("state")).isEqualTo("finished");
    assertThat(started.json().document("progress").integer("done")).isEqualTo(1);
    Document again = server.get(started.header("Location")).json();
    assertThat(again.text("id")).isEqualTo(started.json().text("id"));
    assertThat(server.get("/api/v1/jobs").json().list("jobs")).hasSize(1);
    assertThat(server.get("/api/v1/replicators/backup").json().document("sync").text("state"))
        .isEqualTo("finished");
  }

  @Test
  void aSyncThatCannotBeIsRefused() {
    Reply reply =
        server.post(
            "/api/v1/replicators/backup/sync",
            Map.of("resource", List.of("orders"), "changedSince", "yesterday"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().text("error.message"))
        .contains("changedSince must be a time")
        .contains("resource is not an option: did you mean 'resources'?");
  }

  @Test
  void jobsThatAreNoneAreNotFound() {
    assertThat(server.get("/api/v1/jobs/verify-9").code()).isEqualTo("JOB_NOT_FOUND");
    assertThat(server.delete("/api/v1/jobs/verify-9").status()).isEqualTo(404);
  }

  @Test
  void aPreviewTellsWhatEachDestinationWouldGet() {
    List<?> small = preview(Map.of("record", Map.of("id", "o1", "total", 10)));
    List<?> large = preview(Map.of("record", Map.of("id", "o1", "total", 5000)));
    List<?> deleted =
        preview(Map.of("record", Map.of("id", "o1", "total", 5000), "operation", "delete"));

    assertThat(outcomes(small)).containsExactly("backup row", "facts skipped");
    assertThat(outcomes(large)).containsExactly("backup row", "facts row");
    assertThat(outcomes(deleted)).containsExactly("backup row", "facts not-listed");
    assertThat(((Map<?, ?>) large.get(1)).get("data"))
        .isEqualTo(Map.of("id", "o1", "amount", 5000L));
    assertThat(((Map<?, ?>) large.get(1)).get("target")).isEqualTo("order_facts");
  }

  @Test
  void aPreviewOfAStoredRecordAndOfNone() {
    server.post("/api/v1/resources/orders", Map.of("id", "o1", "userId", "a", "total", 2000));

    assertThat(outcomes(preview(Map.of("id", "o1")))).containsExactly("backup row", "facts row");
    assertThat(server.post("/api/v1/transform/orders", Map.of("id", "o2")).status()).isEqualTo(404);
    assertThat(server.post("/api/v1/transform/orders", Map.of()).code()).isEqualTo("INVALID_BODY");
    assertThat(server.post("/api/v1/transform/orders", Map.of("record", 5)).code())
        .isEqualTo("INVALID_BODY");
  }

  private List<?> preview(Map<String, Object> body) {
    Reply reply = server.post("/api/v1/transform/orders", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().list("destinations");
  }

  private static List<String> outcomes(List<?> previews) {
    return previews.stream()
        .map(each -> (Map<?, ?>) each)
        .map(each -> each.get("replicator") + " " + each.get("outcome"))
        .toList();
  }

  @Test
  void theDaemonTellsAboutItself() {
    Document info = server.get("/api/v1/info").json();

    assertThat(info.text("version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(info.document("database").text("address")).isEqualTo("file://" + folder + "/shop");
    assertThat(info.document("replication").text("logResource")).isEqualTo("replicator_log");
    assertThat(info.document("replication").integer("journalBytes")).isPositive();
    assertThat(info.text("access")).isEqualTo("full");
    assertThat(info.instant("startedAt")).isBeforeOrEqualTo(Instant.now());
  }

  @Test
  void closingIsIdempotentAndWhatWaitsIsDeliveredAfterTheNextStart() throws InterruptedException {
    server.post("/api/v1/replicators/backup/pause");
    server.post("/api/v1/resources/orders", Map.of("id", "o1", "userId", "a", "total", 5));
    server.close();
    server.close();

    server = TestServer.of(folder, yaml(folder, 0));
    server.post("/api/v1/replicators/backup/resume");
    assertThat(server.server().replication().orElseThrow().awaitReplicated(Await.LONG)).isTrue();
    assertThat(
            server
                .get("/api/v1/replicators/backup")
                .json()
                .document("counters")
                .integer("delivered"))
        .isEqualTo(1);
  }

  @Test
  void aPortInUseIsOneClearSentenceAndNothingStaysOpen(@TempDir Path other) {
    Configuration taken =
        Configuration.parse("s3db.yaml", yaml(other, server.server().port()), other, Map.of());

    assertThatThrownBy(() -> S3dbServer.start(taken))
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining("127.0.0.1:" + server.server().port() + " is in use");
    // The folder of its journal is free again.
    TestServer.of(other, yaml(other, 0)).close();
  }

  @Test
  void aSecondDaemonOnTheSameJournalIsRefused() {
    Configuration same = Configuration.parse("s3db.yaml", yaml(folder, 0), folder, Map.of());

    assertThatThrownBy(() -> S3dbServer.start(same)).hasMessageContaining("journal");
  }
}
