package io.s3db.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/** The process of {@link Receivers}: prints a port for each manner, a line each, and serves. */
final class ReceiversMain {
  private static final String LENGTH = "content-length:";

  private ReceiversMain() {}

  public static void main(String... arguments) throws IOException {
    for (Manner manner : Manner.values()) {
      ServerSocket listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().start(() -> accept(listener, manner));
      System.out.println(listener.getLocalPort());
    }
    Child.serve();
  }

  private static void accept(ServerSocket listener, Manner manner) {
    while (true) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(socket, manner));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket socket, Manner manner) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        OutputStream out = socket.getOutputStream()) {
      for (int length = head(in); length >= 0; length = head(in)) {
        byte[] body = in.readNBytes(length);
        if (manner.pause().compareTo(Duration.ZERO) > 0) {
          Thread.sleep(manner.pause());
        }
        out.write(manner.answer(body));
      }
    } catch (IOException | InterruptedException _) {
      // The sender went away.
    }
  }

  /** Reads the head of a request; the length of its body, or negative when there is none. */
  private static int head(InputStream in) throws IOException {
    int length = 0;
    String line = line(in);
    if (line.isEmpty()) {
      return -1;
    }
    while (!line.isEmpty()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
      }
      line = line(in);
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
