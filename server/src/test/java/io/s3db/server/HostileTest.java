package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.server.TestServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no well-meaning client sends. */
class HostileTest {
  private static final Pattern HEAD =
      Pattern.compile("(?si).*?content-length: (\\d+)\r\n.*?\r\n\r\n(.*)");

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
              resources: { users: { attributes: { name: string|required } } }
            server: { port: 0, maxBody: 64KB, requestTimeout: 1s, maxRequests: 8 }
            """
                .formatted(folder));
  }

  @AfterEach
  void stop() {
    // Whatever came before, it serves.
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    server.close();
  }

  /** Sends bytes as they are, and reads one answer, or until the connection is closed. */
  private String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return answer(socket.getInputStream());
    }
  }

  private static String answer(InputStream in) {
    StringBuilder text = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
        Matcher head = HEAD.matcher(text);
        if (head.matches() && head.group(2).length() >= Integer.parseInt(head.group(1))) {
          break;
        }
      }
    } catch (IOException e) {
      text.append("closed: ").append(e.getMessage());
    }
    return text.toString();
  }

  private static String post(String length) {
    return String.join(
        "\r\n",
        "POST /api/v1/resources/users HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        length,
        "",
        "");
  }

  private String request(String head) throws IOException {
    return raw(head + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void namesThatAreNotOursAreRefused() throws IOException {
    for (String host :
        List.of("evil.example", "evil.example:80", "127.0.0.1.evil.example", "8.8.8.8")) {
      assertThat(request("GET /api/v1/info HTTP/1.1\r\nHost: " + host))
          .as(host)
          .startsWith("HTTP/1.1 421")
          .contains("WRONG_HOST");
    }
    for (String host :
        List.of("localhost", "LOCALHOST:99", "127.0.0.1", "127.1.2.3", "[::1]:8080")) {
      assertThat(request("GET /api/v1/info HTTP/1.1\r\nHost: " + host))
          .as(host)
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aRequestWithoutAHostIsRefused() throws IOException {
    assertThat(request("GET /api/v1/info HTTP/1.1\r\nX: y")).matches("(?s)HTTP/1.1 4\\d\\d.*");
  }

  @Test
  void pathsLeadNowhereElse() throws IOException {
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/page.js/../../version.properties",
            "/..%2fversion.properties",
            "/version.properties%00.js",
            "//etc/passwd",
            "/api/v1/resources/..%2f..%2fusers",
            "/api/v1/resources/%2e%2e/u1")) {
      assertThat(request("GET " + path + " HTTP/1.1\r\nHost: localhost"))
          .as(path)
          .matches("(?s)HTTP/1.1 4\\d\\d.*")
          .doesNotContain("root:", "version=");
    }
  }

  @Test
  void whatIsNoHttpIsAnsweredOrClosedAndShowsNothing() throws IOException {
    for (String garbage :
        List.of(
            "\u0016\u0003\u0001\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")) {
      assertThat(raw(garbage)).doesNotContain("Exception", "io.helidon", "at java");
    }
    String long32k = "x".repeat(40 << 10);
    assertThat(request("GET /" + long32k + " HTTP/1.1\r\nHost: localhost"))
        .doesNotContain("HTTP/1.1 200");
    assertThat(request("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + long32k))
        .doesNotContain("HTTP/1.1 200");
  }

  @Test
  void unknownRoutesAndMethodsHaveOneClearAnswer() {
    assertThat(server.get("/api/v1/nothing").code()).isEqualTo("ROUTE_NOT_FOUND");
    assertThat(server.get("/api/v2/info").status()).isEqualTo(404);
    assertThat(server.get("/nothing.html").status()).isEqualTo(404);
    Reply wrong = server.delete("/api/v1/info");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).isEqualTo("GET");
    assertThat(wrong.code()).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void bodiesThatAreNoJsonObjectAreRefused() {
    for (String body :
        List.of("", "{", "[]", "5", "null", "{\"name\":}", "{} {}", "\u0000", "[".repeat(30_000))) {
      Reply reply = insert("application/json", BodyPublishers.ofString(body));
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.code()).as(body).isIn("INVALID_JSON", "INVALID_BODY");
    }
    assertThat(insert("text/plain", BodyPublishers.ofString("{}")).code())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  private Reply insert(String type, HttpRequest.BodyPublisher body) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/v1/resources/users"))
            .header("Content-Type", type)
            .POST(body));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWithAndWithoutItsLength() throws IOException {
    assertThat(raw(post("Content-Length: 99999999999") + "{"))
        .startsWith("HTTP/1.1 413")
        .contains("BODY_TOO_LARGE");
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    assertThat(raw(post("Transfer-Encoding: chunked") + chunk.repeat(17)))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void aBodyThatNeverComesIsNotWaitedForForEver() throws IOException {
    String answer = raw(post("Content-Length: 100") + "{\"name\"");

    assertThat(answer).doesNotContain("HTTP/1.1 2"); // 408, or a closed connection
    assertThat(server.server().database().resource("users").count()).isZero();
  }

  @Test
  void aBodyThatTricklesIsNotWaitedForForEver() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
      socket
          .getOutputStream()
          .write(post("Content-Length: 100000").getBytes(StandardCharsets.ISO_8859_1));
      Thread trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!Thread.interrupted()) {
                        socket.getOutputStream().write(' ');
                        LockSupport.parkNanos(50_000_000);
                      }
                    } catch (IOException _) {
                      // closed, as it should be
                    }
                  });
      socket.setSoTimeout(60_000);
      assertThat(answer(socket.getInputStream())).doesNotContain("HTTP/1.1 2");
      trickle.interrupt();
    }
  }

  @Test
  void everyAnswerHasTheHeadersThatProtectThePage() {
    for (String path : List.of("/api/v1/info", "/nothing", "/health/live")) {
      Reply reply = server.get(path);
      assertThat(reply.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void moreRequestsThanAllowedAreToldToComeAgain() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server().port());
        held.add(socket);
        socket
            .getOutputStream()
            .write((post("Content-Length: 10") + "{").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      }
      Awaitility.await()
          .atMost(Await.LONG)
          .until(
              () -> {
                Reply reply = server.get("/api/v1/info");
                return reply.status() == 503
                    && reply.header("Retry-After").equals("1")
                    && reply.code().equals("TOO_MANY_REQUESTS");
              });
    } finally {
      for (Socket each : held) {
        each.close();
      }
    }
    Awaitility.await().atMost(Await.LONG).until(() -> server.get("/api/v1/info").status() == 200);
  }

  @Test
  void aBugShowsNothingOfTheInside() {
    server
        .server()
        .database()
        .resource("users")
        .use(
            (_, _) -> {
              throw new IllegalStateException("the inside");
            });

    Reply reply = server.get("/api/v1/resources/users/u1");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.code()).isEqualTo("INTERNAL");
    assertThat(reply.text()).doesNotContain("the inside", "Exception");
    Document error = reply.json().document("error");
    assertThat(error.text("reference")).matches("[0-9a-f]{16}");
    assertThat(error.text("suggestion")).contains(error.text("reference"));
  }
}
