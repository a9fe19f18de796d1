package io.s3db.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.S3db;
import io.s3db.replicator.spi.Rejection;
import io.s3db.server.Await;
import io.s3db.server.Desk;
import io.s3db.server.TestServer;
import io.s3db.server.TestServer.Reply;
import io.s3db.server.config.Configuration;
import io.s3db.server.metrics.Telemetry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document and the daemon say the same. */
class ContractTest {
  private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");
  private static final Set<String> BY_OTHER_TESTS =
      Set.of("GET /api/v1/events 200"); // a stream, that EventsTest reads

  @TempDir Path folder;
  private Desk desk;
  private TestServer server;
  private Contract contract;
  private final Set<String> seen = new TreeSet<>();

  @BeforeEach
  void start() throws IOException {
    desk = new Desk(folder, "stuckAfter: 1s, ");
    server = desk.server();
    contract = Contract.read();
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void theDocumentAndTheRouteTableAreEqual() throws InterruptedException {
    Configuration configuration =
        Configuration.parse(
            "x",
            "{ database: { connectionString: memory://contract }, server: { port: 0 } }",
            folder,
            Map.of());
    Map<String, String> served = new TreeMap<>();
    try (S3db db = configuration.connect();
        Telemetry telemetry =
            Telemetry.start(Optional.empty(), InstantSource.system(), Duration.ofMinutes(1))) {
      HttpApi api =
          HttpApi.start(configuration, db, Optional.empty(), telemetry, InstantSource.system());
      api.routes()
          .forEach(each -> served.put(each.method() + " " + each.pattern(), each.access().word()));
      api.stop();
    }
    Map<String, String> published = new TreeMap<>();
    contract.operations().forEach(each -> published.put(each.name(), each.access()));

    assertThat(published).isEqualTo(served);
    assertThat(contract.operations())
        .allSatisfy(
            each -> {
              Set<String> named = new TreeSet<>();
              PART.matcher(each.name()).results().forEach(it -> named.add(it.group(1)));
              assertThat(each.parts()).as(each.name()).isEqualTo(named);
              assertThat(each.answers().containsKey("default")).as(each.name()).isTrue();
            });
  }

  @Test
  void whatTheDocumentDoesNotSayIsAProblem() {
    Contract.Operation info = contract.operation("GET /api/v1/info");
    Reply right = server.get("/api/v1/info");
    Map<String, Object> more = new TreeMap<>(right.json().toMap());
    more.put("surprise", 1);
    Map<String, Object> less = new TreeMap<>(right.json().toMap());
    less.remove("version");

    assertThat(contract.problems(info, 200, "application/json", right.text())).isEmpty();
    assertThat(contract.problems(info, 200, "application/json", json(more))).isNotEmpty();
    assertThat(contract.problems(info, 200, "application/json", json(less))).isNotEmpty();
    assertThat(contract.problems(info, 202, "application/json", right.text())).isNotEmpty();
    assertThat(contract.problems(info, 200, "text/plain", right.text())).isNotEmpty();
    assertThat(contract.problems(info, 404, "application/json", "{}")).isNotEmpty();
  }

  @Test
  void answersOfRealCallsAreAsTheDocumentSays() {
    page();
    records();
    destinations();
    jobsAndLetters();

    Set<String> described = new TreeSet<>();
    for (Contract.Operation each : contract.operations()) {
      each.answers().keySet().forEach(status -> described.add(each.name() + " " + status));
    }
    described.removeIf(each -> each.endsWith(" default"));
    described.removeAll(BY_OTHER_TESTS);
    seen.removeIf(each -> !described.contains(each));
    assertThat(seen).as("what is described was answered").isEqualTo(described);
  }

  private Reply ask(int status, String operation, String path, Object body, String... headers) {
    String method = operation.substring(0, operation.indexOf(' '));
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (body != null && headers.length == 0) {
      request.header("Content-Type", "application/json");
    }
    String text = body instanceof Map<?, ?> map ? json(map) : body == null ? "" : body.toString();
    Reply reply = server.send(request.method(method, BodyPublishers.ofString(text)));
    assertThat(reply.status()).as(operation + ": " + reply.text()).isEqualTo(status);
    assertThat(
            contract.problems(
                contract.operation(operation), status, reply.header("Content-Type"), reply.text()))
        .as(operation + ": " + reply.text())
        .isEmpty();
    seen.add(operation + " " + status);
    return reply;
  }

  private static String json(Map<?, ?> map) {
    return io.s3db.json.Json.write(map);
  }

  private void page() {
    String tag = ask(200, "GET /", "/", null).header("ETag");
    ask(304, "GET /", "/", null, "If-None-Match", tag);
    String script = ask(200, "GET /{file}", "/page.js", null).header("ETag");
    ask(304, "GET /{file}", "/page.js", null, "If-None-Match", script);
    ask(404, "GET /{file}", "/nothing.js", null);
    ask(200, "GET /health/live", "/health/live", null);
    ask(200, "GET /health/ready", "/health/ready", null);
    ask(200, "GET /metrics", "/metrics", null);
    ask(200, "GET /api/v1/openapi.yaml", "/api/v1/openapi.yaml", null);
    ask(200, "GET /api/v1/session", "/api/v1/session", null);
    ask(204, "POST /api/v1/session", "/api/v1/session", Map.of("token", "any"));
    ask(400, "POST /api/v1/session", "/api/v1/session", Map.of());
    ask(204, "DELETE /api/v1/session", "/api/v1/session", null);
    ask(200, "GET /api/v1/info", "/api/v1/info", null);
    ask(400, "GET /api/v1/info", "/api/v1/info?x=1", null);
  }

  private void records() {
    String all = "/api/v1/resources/{resource}";
    String one = all + "/{id}";
    Map<String, Object> declared = Map.of("attributes", Map.of("name", "string"));
    ask(201, "PUT " + all, "/api/v1/resources/people", declared);
    ask(200, "PUT " + all, "/api/v1/resources/people", declared);
    ask(400, "PUT " + all, "/api/v1/resources/people", Map.of());
    ask(200, "GET /api/v1/resources", "/api/v1/resources", null);
    Map<String, Object> order = Map.of("id", "o-1", "total", 5);
    Reply created = ask(201, "POST " + all, "/api/v1/resources/orders", order);
    ask(409, "POST " + all, "/api/v1/resources/orders", order);
    ask(422, "POST " + all, "/api/v1/resources/orders", Map.of("total", "x"));
    ask(
        200,
        "POST " + all,
        "/api/v1/resources/orders",
        "{\"id\":\"o-2\",\"total\":1}\nnothing\n",
        "Content-Type",
        "application/x-ndjson");
    ask(200, "GET " + all, "/api/v1/resources/orders?limit=1", null);
    ask(404, "GET " + all, "/api/v1/resources/oders", null);
    ask(200, "GET /api/v1/count/{resource}", "/api/v1/count/orders", null);
    String path = "/api/v1/resources/orders/o-1";
    ask(200, "GET " + one, path, null);
    ask(304, "GET " + one, path, null, "If-None-Match", created.header("ETag"));
    ask(200, "PATCH " + one, path, Map.of("total", 6));
    ask(200, "PUT " + one, path, Map.of("total", 7));
    ask(
        412,
        "PUT " + one,
        path,
        "{\"total\":8}",
        "If-Match",
        "\"x\"",
        "Content-Type",
        "application/json");
    ask(
        201,
        "PUT " + one,
        "/api/v1/resources/orders/o-9",
        "{\"total\":8}",
        "If-None-Match",
        "*",
        "Content-Type",
        "application/json");
    desk.settle();
    ask(200, "GET /api/v1/explain/{resource}/{id}", "/api/v1/explain/orders/o-1", null);
    ask(200, "GET /api/v1/explain/{resource}/{id}", "/api/v1/explain/orders/nobody", null);
    ask(
        200,
        "POST /api/v1/transform/{resource}",
        "/api/v1/transform/orders",
        Map.of("record", Map.of("id", "x", "total", -1)));
    ask(200, "POST /api/v1/transform/{resource}", "/api/v1/transform/orders", Map.of("id", "o-1"));
    ask(409, "POST /api/v1/purge/{resource}/{id}", "/api/v1/purge/orders/o-1", null);
    ask(200, "DELETE " + one, path, null);
    desk.settle();
    ask(200, "POST /api/v1/purge/{resource}/{id}", "/api/v1/purge/orders/o-1", null);
  }

  private void destinations() {
    String one = "/api/v1/replicators/{replicator}";
    String rows = "/api/v1/replicators/rows";
    ask(200, "GET /api/v1/replicators", "/api/v1/replicators", null);
    ask(404, "GET " + one, "/api/v1/replicators/rosw", null);
    for (String action : List.of("pause", "resume", "disable", "enable")) {
      ask(200, "POST " + one + "/" + action, rows + "/" + action, null);
    }
    ask(400, "GET /api/v1/events", "/api/v1/events?type=x", null);
    desk.rows().faults().refuse();
    desk.order("o-late", 1);
    Awaitility.await().atMost(Await.LONG).until(() -> server.get("/health/ready").status() == 503);
    ask(503, "GET /health/ready", "/health/ready", null);
    desk.rows().faults().mend();
    desk.settle();
  }

  private void jobsAndLetters() {
    String one = "/api/v1/replicators/{replicator}";
    String rows = "/api/v1/replicators/rows";
    ask(200, "POST " + one + "/verify", rows + "/verify?wait=30", null);
    ask(200, "POST " + one + "/verify", "/api/v1/replicators/bell/verify?wait=30", null);
    ask(200, "POST " + one + "/sync", rows + "/sync?wait=30", null);
    ask(202, "POST " + one + "/sync", rows + "/sync", Map.of("rateLimit", 1));
    ask(409, "POST " + one + "/sync", rows + "/sync", null);
    desk.rows().faults().slow(Duration.ofSeconds(2));
    Reply started = ask(202, "POST " + one + "/verify", rows + "/verify", Map.of());
    String job = started.header("Location");
    ask(200, "GET /api/v1/jobs/{job}", job, null);
    ask(200, "DELETE /api/v1/jobs/{job}", job, null);
    desk.rows().faults().mend();
    ask(200, "GET /api/v1/jobs", "/api/v1/jobs", null);
    ask(404, "GET /api/v1/jobs/{job}", "/api/v1/jobs/none", null);
    desk.bell().faults().refuse("bad", Rejection.Kind.PERMANENT, "400");
    desk.order("bad", 1);
    Awaitility.await()
        .atMost(Await.LONG)
        .until(() -> !server.get("/api/v1/dead-letters").json().list("items").isEmpty());
    ask(200, "GET /api/v1/dead-letters", "/api/v1/dead-letters", null);
    ask(200, "GET /api/v1/explain/{resource}/{id}", "/api/v1/explain/orders/bad", null);
    String redrive = "POST /api/v1/dead-letters/redrive";
    ask(200, redrive, "/api/v1/dead-letters/redrive?wait=30", Map.of("all", true));
    desk.bell().faults().slow(Duration.ofSeconds(2));
    ask(202, redrive, "/api/v1/dead-letters/redrive", Map.of("all", true));
    desk.bell().faults().mend();
    ask(200, "GET " + one, rows, null);
  }
}
