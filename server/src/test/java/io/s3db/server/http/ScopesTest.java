package io.s3db.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.server.TestServer;
import io.s3db.server.TestServer.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route with every token. */
class ScopesTest {
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
            database: { connectionString: "memory://scopes-%s" }
            server: { port: 0, token: %s, readToken: %s }
            """
                .formatted(folder.getFileName(), FULL, READ));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply ask(Contract.Operation operation, String... headers) {
    String[] words = operation.name().split(" ", 2);
    String path = words[1].replaceAll("\\{[a-z]+}", "nothing");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path + (path.endsWith("/events") ? "?type=x" : "")))
            .method(words[0], BodyPublishers.noBody());
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  @Test
  void eachRouteIsForThoseItIsFor() throws IOException {
    for (Contract.Operation each : Contract.read().operations()) {
      int stranger = ask(each).status();
      int reader = ask(each, "Authorization", "Bearer " + READ).status();
      int owner = ask(each, "Authorization", "Bearer " + FULL).status();
      switch (each.access()) {
        case "none" -> assertThat(stranger).as(each.name()).isNotIn(401, 403);
        case "read" -> {
          assertThat(stranger).as(each.name()).isEqualTo(401);
          assertThat(reader).as(each.name()).isNotIn(401, 403);
        }
        case "full" -> {
          assertThat(stranger).as(each.name()).isEqualTo(401);
          assertThat(reader).as(each.name()).isEqualTo(403);
        }
        default -> throw new AssertionError(each.access());
      }
      assertThat(owner).as(each.name()).isNotIn(401, 403, 500);
    }
  }

  @Test
  void aCookieOfSomebodyElsesPageOrDaemonIsOfNoUse() throws IOException {
    String mine =
        server
            .post("/api/v1/session", java.util.Map.of("token", FULL))
            .header("Set-Cookie")
            .split(";", 2)[0];
    assertThat(mine).startsWith("s3db-session-" + server.server().port() + "=");
    Contract contract = Contract.read();
    for (Contract.Operation each : contract.operations()) {
      if (each.access().equals("full")) {
        // A form of another page sends the cookie, and an Origin; a program that stole it none.
        assertThat(ask(each, "Cookie", mine).code()).as(each.name()).isEqualTo("FOREIGN_ORIGIN");
        assertThat(ask(each, "Cookie", mine, "Origin", "http://evil.example").code())
            .as(each.name())
            .isEqualTo("FOREIGN_ORIGIN");
      }
    }
    Contract.Operation info = contract.operation("GET /api/v1/info");
    assertThat(ask(info, "Cookie", mine).status()).isEqualTo(200);
    assertThat(ask(info, "Cookie", mine + "x").status()).isEqualTo(401);
    assertThat(ask(info, "Cookie", mine.replaceAll("-\\d+=", "-1=")).status()).isEqualTo(401);
    try (TestServer other =
        TestServer.of(
            folder,
            "{ database: { connectionString: memory://scopes-other }, server: { port: 0, token: "
                + FULL
                + " } }")) {
      String value = mine.substring(mine.indexOf('='));
      HttpRequest.Builder stolen =
          HttpRequest.newBuilder(other.uri("/api/v1/info"))
              .header("Cookie", "s3db-session-" + other.server().port() + value);
      assertThat(other.send(stolen).status()).isEqualTo(401);
    }
  }
}
