package io.s3db.testkit.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1 with keep-alive, as far as S3 clients use it.
 *
 * <p>The JDK's server would not do: it sets the Date header itself and cannot reset a connection.
 */
final class HttpConnection implements AutoCloseable {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static String date(Instant time) {
    return HTTP_DATE.format(time);
  }

  /** The next request, or null when the client has closed the connection. */
  @Nullable HttpRequest read() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      return null;
    }
    String[] words = line.split(" ");
    Map<String, String> headers = new HashMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    if (headers.getOrDefault("expect", "").equals("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return HttpRequest.of(words[0], words[1], headers, body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    byte[] sent =
        headers.getOrDefault("transfer-encoding", "").equals("chunked")
            ? chunks(in)
            : exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    boolean awsChunked =
        headers.getOrDefault("content-encoding", "").contains("aws-chunked")
            || headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
    return awsChunked ? chunks(new ByteArrayInputStream(sent)) : sent;
  }

  /** Chunks of HTTP, or of Amazon (with a signature after the size), up to and with trailers. */
  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
      if (size == 0) {
        String trailer = line(in);
        while (!trailer.isEmpty()) {
          trailer = line(in); // such as a checksum
        }
        return body.toByteArray();
      }
      body.write(exactly(in, size));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the client closed the connection within a body");
    }
    return bytes;
  }

  private String line() throws IOException {
    return line(in);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Sends an answer; only the first half of its body if it is to be cut. */
  void write(HttpRequest request, HttpAnswer answer, Instant now, boolean cut) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(answer.status()).append(" Status\r\n");
    head.append("Date: ").append(date(now)).append("\r\n");
    if (answer.status() != 204) {
      head.append("Content-Length: ").append(length(request, answer)).append("\r\n");
    }
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!request.method().equals("HEAD")) {
      int sent = cut ? answer.body().length / 2 : answer.body().length;
      message.write(answer.body(), 0, sent);
    }
    out.write(message.toByteArray());
    out.flush();
  }

  private static int length(HttpRequest request, HttpAnswer answer) {
    boolean failedHead = request.method().equals("HEAD") && answer.status() >= 300;
    return failedHead ? 0 : answer.body().length;
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
