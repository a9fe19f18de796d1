package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that want to keep others out. The daemon goes on serving, and replicating. */
@Tag("long") // it waits for silent connections to be closed; HostileTest is the short form
class SiegeTest {
  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void start() {
    desk = new Desk(folder, "requestTimeout: 1s, maxRequests: 8, maxStreams: 4, maxBody: 64KB, ");
  }

  @AfterEach
  void stop() {
    desk.order("last", 1);
    desk.settle();
    assertThat(desk.rows().rows("order_facts")).isNotEmpty();
    assertThat(desk.server().get("/health/ready").status()).isEqualTo(200);
    desk.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), desk.server().server().port());
    socket.setSoTimeout((int) Await.LONG.toMillis());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** All that comes until the connection is closed. */
  private static String rest(Socket socket) {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (IOException e) {
      text.append("closed: ").append(e.getMessage());
    }
    return text.toString();
  }

  @Test
  void aHeadThatTricklesIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n");
      AtomicBoolean over = new AtomicBoolean();
      Thread trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; !over.get(); i++) {
                        send(socket, "X-" + i + ": y\r\n");
                        LockSupport.parkNanos(100_000_000);
                      }
                    } catch (IOException _) {
                      // closed, as it should be
                    }
                  });
      String answer = rest(socket);
      over.set(true);
      trickle.join();

      assertThat(answer).doesNotContain(" 200 ", "Exception");
    }
  }

  @Test
  void manySlowClientsKeepNobodyOutForLong() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 120; i++) { // more than there are connections
        Socket socket = connect();
        held.add(socket);
        send(socket, i % 2 == 0 ? "" : "GET /health/live HTTP/1.1\r\nHo");
      }
      Awaitility.await()
          .atMost(Await.LONG)
          .ignoreExceptions()
          .until(() -> desk.server().get("/health/live").status() == 200);
    } finally {
      for (Socket each : held) {
        each.close();
      }
    }
  }

  @Test
  void aRequestWithTwoLengthsIsNotReadTwice() throws Exception {
    String smuggled = "DELETE /api/v1/resources/orders/o-1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    desk.order("o-1", 1);
    for (String lengths :
        List.of(
            "Content-Length: 4\r\nTransfer-Encoding: chunked",
            "Content-Length: 0\r\nContent-Length: " + smuggled.length(),
            "Transfer-Encoding: xchunked\r\nContent-Length: " + smuggled.length(),
            "Content-Length: -1",
            "Content-Length: 1e3")) {
      try (Socket socket = connect()) {
        send(
            socket,
            "POST /api/v1/resources/orders HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\n"
                + lengths
                + "\r\nConnection: close\r\n\r\n0\r\n\r\n"
                + smuggled);
        assertThat(rest(socket)).as(lengths).doesNotContain("HTTP/1.1 2", "Exception", "INTERNAL");
      }
      assertThat(desk.server().get("/api/v1/resources/orders/o-1").status())
          .as(lengths)
          .isEqualTo(200);
    }
  }

  @Test
  void floodsOfHeadersAndOddMethodsAreRefusedAndLeaveNothingBehind() throws Exception {
    StringBuilder flood = new StringBuilder("GET /health/live HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 5000; i++) {
      flood.append("X-").append(i).append(": y\r\n");
    }
    try (Socket socket = connect()) {
      send(socket, flood + "\r\n");
      assertThat(rest(socket)).doesNotContain("HTTP/1.1 2", "Exception");
    } catch (IOException _) {
      // it was closed before all was sent
    }
    for (int i = 0; i < 50; i++) {
      HttpRequest.Builder odd =
          HttpRequest.newBuilder(desk.server().uri("/api/v1/info"))
              .method("ODD" + i, BodyPublishers.noBody());
      assertThat(desk.server().send(odd).status()).isBetween(400, 499);
    }
    for (String method : List.of("TRACE", "OPTIONS", "HEAD")) {
      HttpRequest.Builder other =
          HttpRequest.newBuilder(desk.server().uri("/api/v1/info"))
              .method(method, BodyPublishers.noBody());
      assertThat(desk.server().send(other).status()).as(method).isEqualTo(405);
    }
    assertThat(desk.server().get("/metrics").text()).doesNotContain("ODD").contains("\"other\"");
  }

  @Test
  void aTargetWithAnotherAuthorityServesNoOther() throws Exception {
    for (String target :
        List.of("http://evil.example/api/v1/info", "evil.example:443", "*", "//evil.example/")) {
      try (Socket socket = connect()) {
        send(socket, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(rest(socket)).as(target).doesNotContain("Exception", "INTERNAL");
      }
    }
    try (Socket socket = connect()) {
      String hosts = String.join("\r\n", "Host: localhost", "Host: evil.example");
      send(socket, "GET /api/v1/info HTTP/1.1\r\n" + hosts + "\r\nConnection: close\r\n\r\n");
      assertThat(rest(socket)).doesNotContain("Exception", "INTERNAL");
    }
  }

  @Test
  void aClientThatAsksFirstWhetherToSendIsAnswered() {
    HttpRequest.Builder polite =
        HttpRequest.newBuilder(desk.server().uri("/api/v1/resources/orders/o-1"))
            .header("Content-Type", "application/json")
            .expectContinue(true)
            .PUT(BodyPublishers.ofString("{\"total\":1}"));

    assertThat(desk.server().send(polite).status()).isEqualTo(200);
  }
}
