package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections cost: they are closed when the client says so, and many leave it answering. */
class LastRequestTest {
  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void start() {
    desk = new Desk(folder, "");
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private Socket send(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), desk.server().server().port());
    socket.setSoTimeout(30_000); // silent connections are closed after 60 s
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "PUT /api/v1/resources/orders/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"total\":1}"
      })
  void theConnectionOfALastRequestIsClosed(String request) throws IOException {
    try (Socket socket = send(request)) {
      // It is read to its end, which a connection that stays open has not.
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.").contains("\r\n\r\n");
    }
  }

  @Test
  void hundredsOfSilentConnectionsLeaveItAnswering() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 900; i++) {
        held.add(send(""));
      }
      assertThat(desk.server().get("/health/live").status()).isEqualTo(200);
    } finally {
      for (Socket each : held) {
        each.close();
      }
    }
  }

  @Test
  void anAnswerQuotesNoMoreThanASentenceOfWhatWasSent() {
    TestServer.Reply reply =
        desk.server()
            .post("/api/v1/resources/orders", Map.of("total", 1, "k".repeat(1_000_000), 1));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).hasSizeLessThan(10_000);
  }

  @Test
  void jsonThatIsTooDeepIsOneClearSentence() {
    HttpRequest.Builder deep =
        HttpRequest.newBuilder(desk.server().uri("/api/v1/resources/orders"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"total\":" + "[".repeat(3000)));

    assertThat(desk.server().send(deep).json().text("error.message"))
        .isEqualTo("The body cannot be read: the JSON is nested deeper than 500 levels.");
  }
}
