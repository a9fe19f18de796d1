package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can never be done is refused at once, in one sentence, and at no cost. */
class RefusedEarlyTest {
  private static final long MUCH = 100L << 20;
  private static final long BUFFERS = 32L << 20; // of the sockets on both sides, and some

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
            server: { port: 0, maxBody: 64KB }
            """
                .formatted(folder));
  }

  @AfterEach
  void stop() {
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    server.close();
  }

  private Socket send(String head) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server().port());
    socket.setSoTimeout(60_000);
    socket
        .getOutputStream()
        .write((head + "\r\nHost: localhost\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** The answer, whose length is told. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("the connection was closed after: %s", head).isNotNegative();
      head.append((char) next);
    }
    int length =
        Integer.parseInt(head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1"));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 104857600", "Transfer-Encoding: chunked"})
  void aBodyThatIsFarTooLargeIsRefusedAndNotRead(String length) throws Exception {
    byte[] data = "y".repeat(0x10000).getBytes(StandardCharsets.ISO_8859_1);
    byte[] chunk =
        ("10000\r\n" + "y".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] part = length.contains("chunked") ? chunk : data;
    AtomicLong sent = new AtomicLong();
    try (Socket socket =
        send(
            "POST /api/v1/resources/users HTTP/1.1\r\nContent-Type: application/json\r\n"
                + length)) {
      socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      Thread writer = Thread.ofVirtual().start(() -> write(socket, part, sent));
      String answer = answer(socket);

      assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE", "65536");
      Awaitility.await().atMost(Await.LONG).until(() -> !writer.isAlive());
    }
    assertThat(sent).hasValueLessThan(BUFFERS);
  }

  /** Goes on until nobody listens any more. */
  private static void write(Socket socket, byte[] part, AtomicLong sent) {
    try {
      while (sent.get() < MUCH) {
        socket.getOutputStream().write(part);
        sent.addAndGet(part.length);
      }
    } catch (IOException _) {
      // closed, as it should be
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TRACE /api/v1/info, 405, METHOD_NOT_ALLOWED",
    "BREW /api/v1/info, 405, METHOD_NOT_ALLOWED",
    "PROPFIND /, 405, METHOD_NOT_ALLOWED",
    "CONNECT /api/v1/info, 405, METHOD_NOT_ALLOWED",
    "CONNECT localhost:443, 404, ROUTE_NOT_FOUND",
    "TRACE *, 404, ROUTE_NOT_FOUND"
  })
  void aMethodThatIsNotTakenHasOneClearAnswer(String line, int status, String code)
      throws IOException {
    try (Socket socket = send(line + " HTTP/1.1")) {
      socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.ISO_8859_1));

      assertThat(answer(socket)).startsWith("HTTP/1.1 " + status).contains("\"" + code + "\"");
    }
  }

  @Test
  void anIdThatTheStoreCannotHoldIsTheClientsMistake() {
    for (String id : new String[] {"nul\0", "x/../y", "n".repeat(300)}) {
      TestServer.Reply reply =
          server.post("/api/v1/resources/users", Map.of("id", id, "name", "Ada"));

      assertThat(reply.status()).as(reply.text()).isEqualTo(400);
      Document error = reply.json().document("error");
      assertThat(error.text("code")).isEqualTo("INVALID_ID");
      assertThat(error.text("message")).contains(id).endsWith(".");
    }
    assertThat(server.get("/api/v1/resources/users/nul%00").json().text("error.message"))
        .isEqualTo("The path is not percent-encoded UTF-8, or has a NUL.");
  }
}
