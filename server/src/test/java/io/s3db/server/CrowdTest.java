package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More connections than are kept: those that do nothing make room for those that ask something. */
class CrowdTest {
  private static final String ALIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String HALF_A_WRITE =
      "PUT /api/v1/resources/orders/a HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"tot";

  @TempDir Path folder;
  private Desk desk;
  private final List<Socket> held = new ArrayList<>();

  /** Keeps 8 * 4 + 2 connections, and up to 256 more for a moment. */
  @BeforeEach
  void start() {
    desk = new Desk(folder, "maxRequests: 8, maxStreams: 2, ");
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket each : held) {
      each.close();
    }
    desk.close();
  }

  private Socket hold(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), desk.server().server().port());
    held.add(socket);
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
  }

  private void isServed() throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(status(hold(ALIVE))).isEqualTo("HTTP/1.1 200");
    }
    assertThat(desk.server().get("/api/v1/info").status()).isEqualTo(200);
  }

  @Test
  void thousandsThatNeverSayAnythingKeepNobodyOut() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      hold("");
    }
    isServed();
  }

  @Test
  void thousandsThatWereAnsweredAndStayKeepNobodyOut() throws IOException {
    for (int i = 0; i < 1_200; i++) {
      assertThat(status(hold(ALIVE))).isEqualTo("HTTP/1.1 200");
    }
    isServed();
  }

  @Test
  void thousandsWithHalfAHeadKeepNobodyOut() throws IOException {
    for (int i = 0; i < 1_200; i++) {
      hold("GET /health/live HT");
    }
    isServed();
  }

  @Test
  void aRequestThatIsUnderWayIsNotClosedForThem() throws IOException {
    Socket writing = hold(HALF_A_WRITE);
    for (int i = 0; i < 300; i++) {
      assertThat(status(hold(ALIVE))).isEqualTo("HTTP/1.1 200");
    }
    writing.getOutputStream().write("al\":1}".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(status(writing)).isEqualTo("HTTP/1.1 200");
    assertThat(desk.server().server().database().resource("orders").get("a").integer("total"))
        .isEqualTo(1);
  }

  @Test
  void healthIsAnsweredWhileThereIsNoRoomForMoreRequests() throws IOException {
    for (int i = 0; i < 8; i++) {
      hold(HALF_A_WRITE);
    }
    Awaitility.await()
        .atMost(Await.LONG)
        .until(() -> desk.server().get("/api/v1/info").status() == 503);

    assertThat(desk.server().get("/health/live").status()).isEqualTo(200);
    assertThat(desk.server().get("/health/ready").json().text("status")).isEqualTo("ready");
  }
}
