package io.s3db.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private final AtomicInteger received = new AtomicInteger();
  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void startAnEchoServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    proxy = FaultProxy.to("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passesBothDirectionsOn() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void resetsOpenConnectionsAndServesNewOnes() throws IOException {
    try (Socket client = connect()) {
      ask(client, "hello");
      proxy.cut();
      assertThatThrownBy(() -> ask(client, "again")).isInstanceOf(IOException.class);
    }
    try (Socket client = connect()) {
      assertThat(ask(client, "third")).isEqualTo("third");
    }
  }

  @Test
  void refusesUntilItIsHealed() throws IOException {
    proxy.refuse();
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);

    proxy.heal();
    try (Socket client = connect()) {
      assertThat(ask(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void swallowsEverythingInABlackHole() throws IOException {
    try (Socket client = connect()) {
      ask(client, "hello");
      proxy.blackHole();
      client.setSoTimeout(200);
      assertThatThrownBy(() -> ask(client, "again")).isInstanceOf(SocketTimeoutException.class);
      assertThat(received).hasValue(5);
    }
  }

  @Test
  void delaysBothDirections() throws IOException {
    try (Socket client = connect()) {
      proxy.delay(Duration.ofMillis(60));
      long start = System.nanoTime();
      ask(client, "hello");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(119));
    }
  }

  @Test
  void throttles() throws IOException {
    try (Socket client = connect()) {
      proxy.throttle(10_000);
      long start = System.nanoTime();
      ask(client, "x".repeat(2_000));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }
  }

  @Test
  void losesOneAnswerAfterTheServerWasAsked() throws IOException {
    proxy.loseAnswerWith("COMMIT");
    try (Socket client = connect()) {
      assertThat(ask(client, "BEGIN")).isEqualTo("BEGIN");
      assertThatThrownBy(() -> ask(client, "COMMIT")).isInstanceOf(IOException.class);
    }
    assertThat(received).hasValue(11);
    assertThat(proxy.lostAnswers()).isEqualTo(1);
    try (Socket client = connect()) {
      assertThat(ask(client, "COMMIT")).isEqualTo("COMMIT");
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static String ask(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    byte[] answer = client.getInputStream().readNBytes(text.length());
    if (answer.length < text.length()) {
      throw new IOException("the connection ended");
    }
    return new String(answer, StandardCharsets.UTF_8);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> echo(client));
      } catch (IOException _) {
        // The test is over.
      }
    }
  }

  private void echo(Socket client) {
    byte[] buffer = new byte[8192];
    try (client) {
      int count = client.getInputStream().read(buffer);
      while (count > 0) {
        received.addAndGet(count);
        client.getOutputStream().write(buffer, 0, count);
        count = client.getInputStream().read(buffer);
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }
}
