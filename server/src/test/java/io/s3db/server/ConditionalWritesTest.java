package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.server.TestServer.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that happen only if the record is what the caller thinks, and declared resources. */
class ConditionalWritesTest {
  private static final String ONE = "/api/v1/resources/orders/o-1";

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

  private Reply send(String method, String path, String header, String tag, Object body) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/json")
            .header(header, tag)
            .method(method, BodyPublishers.ofString(body == null ? "" : Json.write(body))));
  }

  @Test
  void theTagOfARecordIsTheSameWhereverItIsTold() {
    Reply created =
        server.post("/api/v1/resources/orders", Map.of("id", "o-1", "total", 5, "pin", "1"));
    String tag = created.header("ETag");

    assertThat(tag).matches("\"[0-9a-f]{24}\"");
    assertThat(server.get(ONE).header("ETag")).isEqualTo(tag);
    Reply changed = server.json("PATCH", ONE, Map.of("total", 6.5));
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
    assertThat(server.get(ONE).header("ETag")).isEqualTo(changed.header("ETag"));
    Reply replaced = server.json("PUT", ONE, Map.of("total", 5, "pin", "1"));
    assertThat(replaced.header("ETag")).as("the same record again").isEqualTo(tag);
    assertThat(send("GET", ONE, "If-None-Match", tag, null).status()).isEqualTo(304);
    assertThat(send("GET", ONE, "If-None-Match", "\"x\"", null).status()).isEqualTo(200);
  }

  @Test
  void aRecordThatWasChangedMeanwhileIsLeftAsItIs() {
    String tag =
        server.post("/api/v1/resources/orders", Map.of("id", "o-1", "total", 5)).header("ETag");
    server.json("PATCH", ONE, Map.of("total", 6));

    for (Reply refused :
        List.of(
            send("PATCH", ONE, "If-Match", tag, Map.of("note", "x")),
            send("PUT", ONE, "If-Match", tag, Map.of("total", 7)),
            send("DELETE", ONE, "If-Match", tag, null))) {
      assertThat(refused.status()).as(refused.text()).isEqualTo(412);
      assertThat(refused.code()).isEqualTo("PRECONDITION_FAILED");
    }
    assertThat(server.get(ONE).json()).isEqualTo(Document.of("id", "o-1", "total", 6));

    String now = server.get(ONE).header("ETag");
    Reply patched = send("PATCH", ONE, "If-Match", "\"x\", " + now, Map.of("note", "n"));
    assertThat(patched.json()).isEqualTo(Document.of("id", "o-1", "total", 6, "note", "n"));
    Reply replaced = send("PUT", ONE, "If-Match", patched.header("ETag"), Map.of("total", 8));
    assertThat(replaced.json()).isEqualTo(Document.of("id", "o-1", "total", 8));
    assertThat(send("DELETE", ONE, "If-Match", replaced.header("ETag"), null).status())
        .isEqualTo(200);
    assertThat(server.get(ONE).status()).isEqualTo(404);
  }

  @Test
  void aRecordThatIsNotThereHasNoTag() {
    assertThat(send("PUT", ONE, "If-Match", "*", Map.of("total", 1)).status()).isEqualTo(412);
    assertThat(send("PATCH", ONE, "If-Match", "*", Map.of("total", 1)).status()).isEqualTo(404);
    assertThat(send("DELETE", ONE, "If-Match", "*", null).status()).isEqualTo(404);

    Reply created = send("PUT", ONE, "If-None-Match", "*", Map.of("total", 1));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(ONE);
    assertThat(send("PUT", ONE, "If-None-Match", "*", Map.of("total", 2)).status()).isEqualTo(412);
    assertThat(server.get(ONE).json().integer("total")).isEqualTo(1);
  }

  @Test
  void ofManyWhoReadTheSameOneWrites() throws InterruptedException {
    String tag =
        server.post("/api/v1/resources/orders", Map.of("id", "o-1", "total", 0)).header("ETag");
    AtomicInteger won = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(12);
    for (int i = 1; i <= 12; i++) {
      int total = i;
      Thread.ofVirtual()
          .start(
              () -> {
                Reply reply = send("PATCH", ONE, "If-Match", tag, Map.of("total", total));
                (reply.status() == 200 ? won : lost).incrementAndGet();
                over.countDown();
              });
    }
    over.await();

    assertThat(won).hasValue(1);
    assertThat(lost).hasValue(11);
  }

  @Test
  void resourcesAreDeclaredChangedAndCounted() {
    String path = "/api/v1/resources/customers";
    Map<String, Object> wanted = Map.of("attributes", Map.of("name", "string|required"));
    Reply created = send("PUT", path, "If-None-Match", "*", wanted);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.json().document("attributes").text("name")).isEqualTo("string|required");
    server.post(path, Map.of("id", "c-1", "name", "Alice"));
    server.post(path, Map.of("id", "c-2", "name", "Bob"));

    Reply changed =
        server.json(
            "PUT", path, Map.of("attributes", Map.of("name", "string", "age", "number|optional")));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(server.get(path + "/c-1").json().text("name")).isEqualTo("Alice");
    assertThat(server.get("/api/v1/resources").text()).contains("\"age\"");
    assertThat(server.get("/api/v1/count/customers").json())
        .isEqualTo(Document.of("resource", "customers", "count", 2));
    assertThat(send("PUT", path, "If-None-Match", "*", wanted).status()).isEqualTo(412);
  }

  @Test
  void resourcesThatCannotBeAreRefused() {
    Map<String, Object> good = Map.of("attributes", Map.of("name", "string"));
    Reply configured = server.json("PUT", "/api/v1/resources/orders", good);
    assertThat(configured.status()).isEqualTo(409);
    assertThat(configured.json().text("error.message")).contains("declared by the configuration");
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("attributes", Map.of("name", "strin")),
            Map.of("attributes", Map.of("name", 5)),
            Map.of("attributes", Map.of("name", "string"), "behaviour", "body-only"),
            Map.of("attributes", Map.of("name", "string"), "idSize", 0))) {
      Reply reply = server.json("PUT", "/api/v1/resources/customers", wrong);
      assertThat(reply.status()).as(wrong + reply.text()).isBetween(400, 422);
    }
    for (String name : List.of("a%2Fb", "..%2F", "x".repeat(2000), "%20")) {
      Reply reply = server.json("PUT", "/api/v1/resources/" + name, good);
      assertThat(reply.status()).as(name + reply.text()).isBetween(400, 499);
    }
    assertThat(server.get("/api/v1/count/custmers").code()).isEqualTo("RESOURCE_NOT_FOUND");
    assertThat(server.get("/api/v1/resources").json().list("resources")).hasSize(2);
  }

  @Test
  void writesOfTheSourceAreCounted() {
    desk.order("o-1", 1);
    desk.order("o-2", 1);
    server.delete("/api/v1/resources/orders/o-1");

    assertThat(server.get("/api/v1/info").json().document("replication").integer("writes"))
        .isEqualTo(3);
  }
}
