package io.s3db.testkit.webhook;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1 with keep-alive, as far as senders of webhooks use it.
 *
 * <p>The JDK's server would not do: it cannot send nonsense or reset a connection.
 */
final class WebhookConnection implements AutoCloseable {
  private static final byte[] FLOOD = "x".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);

  private final int number;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  WebhookConnection(int number, Socket socket) throws IOException {
    this.number = number;
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** The next request, or null when the sender has closed the connection. */
  @Nullable WebhookRequest read() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      return null;
    }
    String[] words = line.split(" ");
    Map<String, List<String>> headers = new TreeMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers
          .computeIfAbsent(
              header.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    byte[] body = body(headers);
    return new WebhookRequest(number, words[0], words[1], headers, body, System.nanoTime());
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    List<String> length = headers.getOrDefault("content-length", List.of("0"));
    int size = Integer.parseInt(length.getFirst());
    byte[] body = in.readNBytes(size);
    if (body.length < size) {
      throw new EOFException("the sender closed the connection within a body");
    }
    return body;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  void write(WebhookAnswer.Status answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    StringBuilder head = head(answer.code());
    if (answer.code() != 204) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    message.writeBytes(body);
    out.write(message.toByteArray());
    out.flush();
  }

  void flood(WebhookAnswer.Flood flood) throws IOException {
    String head = head(flood.code()) + "Content-Length: " + flood.bytes() + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    for (long left = flood.bytes(); left > 0; left -= FLOOD.length) {
      out.write(FLOOD, 0, (int) Math.min(left, FLOOD.length));
    }
    out.flush();
  }

  void beginDrip(int code) throws IOException {
    String head = head(code) + "Content-Length: 1000000000\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  void drip() throws IOException {
    out.write('.');
    out.flush();
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static StringBuilder head(int code) {
    return new StringBuilder("HTTP/1.1 ").append(code).append(" Status\r\n");
  }

  /** Closes so that the other side sees a reset instead of an end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
