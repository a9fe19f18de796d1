package io.s3db.server;

import io.s3db.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Follows events over a bare connection, so that a test decides when it reads. */
final class SseClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final BufferedReader reader;

  SseClient(TestServer server, String query) throws IOException {
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout((int) Await.LONG.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server().port()));
    String head = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The first line of the answer, such as {@code HTTP/1.1 200 OK}. */
  String status() throws IOException {
    return String.valueOf(reader.readLine());
  }

  /** The data of the next event, or nothing at the end of the stream. */
  @Nullable Document next() throws IOException {
    String data = "";
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !data.isEmpty()) {
        return Document.parse(data);
      }
    }
    return null; // what has no empty line behind it is no event
  }

  /** The next event of a type; fails at the end of the stream. */
  Document next(String type) throws IOException {
    for (Document each = next(); each != null; each = next()) {
      if (type.equals(each.get("type"))) {
        return each;
      }
    }
    throw new AssertionError("the stream ended before " + type);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
