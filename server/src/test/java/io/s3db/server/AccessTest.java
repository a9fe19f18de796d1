package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.json.Json;
import io.s3db.server.TestServer.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String FULL = "full-token-0123456789";
  private static final String READ = "read-token-0123456789";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.of(
            folder,
            """
            database:
              connectionString: file://%s
              passphrase: a long passphrase
              resources:
                users: { attributes: { name: string|required, ssn: secret|optional } }
            server: { port: 0, token: %s, readToken: %s }
            """
                .formatted(folder, FULL, READ));
    server
        .server()
        .database()
        .resource("users")
        .insert(Map.of("id", "u1", "name", "Alice", "ssn", "123-45"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply as(String token, String method, String path) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody()));
  }

  private Reply from(Raw raw) {
    return server.send(raw.request());
  }

  /** A request with headers. */
  private record Raw(HttpRequest.Builder request) {}

  private Raw get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    return new Raw(headers.length == 0 ? request : request.headers(headers));
  }

  @Test
  void withoutATokenOnlyHealthSessionAndPageAreThere() {
    for (String path :
        List.of("/metrics", "/api/v1/info", "/api/v1/resources/users/u1", "/api/v1/events")) {
      Reply reply = server.get(path);
      assertThat(reply.status()).as(path).isEqualTo(401);
      assertThat(reply.code()).isEqualTo("UNAUTHENTICATED");
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    assertThat(server.get("/api/v1/session").json().bool("tokenRequired")).isTrue();
    assertThat(server.get("/api/v1/session").json().text("access")).isEqualTo("none");
  }

  @Test
  void wrongTokensAreRefused() {
    for (String wrong : List.of("x", FULL + "x", FULL.substring(1))) {
      assertThat(as(wrong, "GET", "/api/v1/info").status()).as(wrong).isEqualTo(401);
    }
    assertThat(from(get("/api/v1/info", "Authorization", "Basic " + FULL)).status()).isEqualTo(401);
  }

  @Test
  void theReadTokenLooksAndChangesNothing() {
    assertThat(as(READ, "GET", "/api/v1/info").json().text("access")).isEqualTo("read");
    for (String[] each :
        new String[][] {
          {"DELETE", "/api/v1/resources/users/u1"},
          {"POST", "/api/v1/resources/users"},
          {"POST", "/api/v1/replicators/x/pause"},
          {"POST", "/api/v1/dead-letters/redrive"},
        }) {
      Reply reply = as(READ, each[0], each[1]);
      assertThat(reply.status()).as(each[1]).isEqualTo(403);
      assertThat(reply.code()).isEqualTo("READ_ONLY");
    }
    assertThat(as(FULL, "GET", "/api/v1/resources/users/u1").status()).isEqualTo(200);
  }

  @Test
  void secretAttributesAreForTheFullTokenOnly() {
    assertThat(as(FULL, "GET", "/api/v1/resources/users/u1").json().text("ssn"))
        .isEqualTo("123-45");

    assertThat(as(READ, "GET", "/api/v1/resources/users/u1").json().names())
        .containsExactlyInAnyOrder("id", "name");
    assertThat(as(READ, "GET", "/api/v1/resources/users").text()).doesNotContain("123-45");
    // Not even by asking whether it is so.
    String where = "?where=%7B%22ssn%22%3A%22123-45%22%7D";
    assertThat(as(FULL, "GET", "/api/v1/resources/users" + where).json().list("items")).hasSize(1);
    assertThat(as(READ, "GET", "/api/v1/resources/users" + where).json().list("items")).isEmpty();
  }

  @Test
  void aTokenIsExchangedForACookieOfThePage() {
    Reply opened = server.post("/api/v1/session", Map.of("token", FULL));
    assertThat(opened.status()).isEqualTo(204);
    String cookie = opened.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("s3db-session-" + server.server().port() + "=")
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200")
        .doesNotContain(FULL);
    String session = cookie.substring(0, cookie.indexOf(';'));

    assertThat(from(get("/api/v1/session", "Cookie", session)).json().text("access"))
        .isEqualTo("full");
    assertThat(from(get("/api/v1/info", "Cookie", "a=b; " + session)).status()).isEqualTo(200);
    assertThat(from(get("/api/v1/info", "Cookie", session + "x")).status()).isEqualTo(401);

    // What changes something must say where it comes from.
    assertThat(insert("Cookie", session).code()).isEqualTo("FOREIGN_ORIGIN");
    String here = "http://127.0.0.1:" + server.server().port();
    assertThat(insert("Cookie", session, "Origin", here).status()).isEqualTo(201);

    server.send(
        HttpRequest.newBuilder(server.uri("/api/v1/session"))
            .headers("Cookie", session, "Origin", here)
            .DELETE());
    assertThat(from(get("/api/v1/info", "Cookie", session)).status()).isEqualTo(401);
  }

  @Test
  void aWrongTokenGetsNoCookie() {
    Reply refused = server.post("/api/v1/session", Map.of("token", "wrong"));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("Set-Cookie")).isEmpty();
    assertThat(server.post("/api/v1/session", Map.of()).code()).isEqualTo("INVALID_BODY");
  }

  private Reply insert(String... headers) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/v1/resources/users"))
            .headers(headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(Map.of("name", "Bob")))));
  }

  @Test
  void pagesOfOthersAreTurnedAway() {
    String token = "Bearer " + FULL;
    int port = server.server().port();
    for (String origin :
        List.of("http://evil.example", "null", "http://127.0.0.1:1", "http://localhost:" + port)) {
      Reply reply = from(get("/api/v1/info", "Authorization", token, "Origin", origin));
      assertThat(reply.status()).as(origin).isEqualTo(403);
      assertThat(reply.code()).isEqualTo("FOREIGN_ORIGIN");
    }
    assertThat(
            from(get("/api/v1/info", "Authorization", token, "Sec-Fetch-Site", "cross-site"))
                .status())
        .isEqualTo(403);
    assertThat(
            from(get("/api/v1/info", "Authorization", token, "Sec-Fetch-Site", "same-origin"))
                .status())
        .isEqualTo(200);
    assertThat(insert("Authorization", token, "Origin", "http://evil.example").status())
        .isEqualTo(403);
    assertThat(insert("Authorization", token).status()).isEqualTo(201);
  }
}
