package io.s3db.testkit.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A receiver of webhooks for tests: real HTTP/1.1 on 127.0.0.1 and a free port, with answers of the
 * test's choice. It answers 204 unless told otherwise, and keeps every request it read.
 *
 * <p>What {@link #next} queued goes before what {@link #answer} decides. Safe for use by many
 * threads.
 */
public final class WebhookReceiver implements AutoCloseable {
  private final ServerSocket listener;
  private final String scheme;
  private final List<WebhookRequest> requests = new ArrayList<>();
  private final Deque<WebhookAnswer> queued = new ArrayDeque<>();
  private final Set<WebhookConnection> open = ConcurrentHashMap.newKeySet();
  private final List<String> protocols = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<WebhookRequest, WebhookAnswer> answers = _ -> WebhookAnswer.status(204);

  private WebhookReceiver(ServerSocket listener, String scheme) {
    this.listener = listener;
    this.scheme = scheme;
  }

  /** Starts a receiver that speaks plain HTTP. */
  public static WebhookReceiver start() {
    try {
      return accepting(new ServerSocket(0, 256, InetAddress.ofLiteral("127.0.0.1")), "http");
    } catch (IOException e) {
      throw new UncheckedIOException("the receiver does not start", e);
    }
  }

  /** Starts a receiver that speaks HTTP/1.1 over TLS. */
  public static WebhookReceiver start(SSLContext tls) {
    try {
      InetAddress local = InetAddress.ofLiteral("127.0.0.1");
      return accepting(tls.getServerSocketFactory().createServerSocket(0, 256, local), "https");
    } catch (IOException e) {
      throw new UncheckedIOException("the receiver does not start", e);
    }
  }

  private static WebhookReceiver accepting(ServerSocket listener, String scheme) {
    WebhookReceiver receiver = new WebhookReceiver(listener, scheme);
    Thread.ofVirtual().name("webhook-receiver").start(receiver::accept);
    return receiver;
  }

  /** Decides about every request for which nothing is queued. */
  public WebhookReceiver answer(Function<WebhookRequest, WebhookAnswer> decision) {
    answers = decision;
    return this;
  }

  /** Answers every request for which nothing is queued. */
  public WebhookReceiver answer(WebhookAnswer answer) {
    return answer(_ -> answer);
  }

  /** Queues answers for the next requests. */
  public WebhookReceiver next(WebhookAnswer... some) {
    synchronized (requests) {
      queued.addAll(List.of(some));
    }
    return this;
  }

  /** The port, on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** A URL of this receiver, by its address; the path begins with a slash. */
  public String url(String path) {
    return scheme + "://127.0.0.1:" + port() + path;
  }

  /** Every request that was read, in order. */
  public List<WebhookRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests were read. */
  public int count() {
    synchronized (requests) {
      return requests.size();
    }
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** How many requests were read and are not going to be answered. */
  public int hanging() {
    return hanging.get();
  }

  /** The protocols that senders offered within TLS (ALPN), one entry per connection. */
  public List<String> offeredProtocols() {
    return List.copyOf(protocols);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (WebhookConnection connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the receiver does not close", e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        int number = connections.incrementAndGet();
        Thread.ofVirtual().name("webhook-connection").start(() -> serve(number, socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(int number, Socket socket) {
    if (socket instanceof SSLSocket tls) {
      tls.setHandshakeApplicationProtocolSelector(
          (_, offered) -> {
            protocols.add(String.join(",", offered));
            return offered.contains("http/1.1") ? "http/1.1" : "";
          });
    }
    try (WebhookConnection connection = new WebhookConnection(number, socket)) {
      open.add(connection);
      try {
        WebhookRequest request = connection.read();
        while (request != null && closed.getCount() > 0 && handle(connection, request)) {
          request = connection.read();
        }
      } finally {
        open.remove(connection);
      }
    } catch (IOException e) {
      // The sender went away, or the receiver was closed: neither is an event for a test.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean handle(WebhookConnection connection, WebhookRequest request)
      throws IOException, InterruptedException {
    WebhookAnswer scripted;
    synchronized (requests) {
      requests.add(request);
      scripted = queued.poll();
    }
    return give(connection, scripted == null ? answers.apply(request) : scripted);
  }

  /** Gives the answer; false ends the connection. */
  private boolean give(WebhookConnection connection, WebhookAnswer answer)
      throws IOException, InterruptedException {
    switch (answer) {
      case WebhookAnswer.Status status -> connection.write(status);
      case WebhookAnswer.Flood flood -> connection.flood(flood);
      case WebhookAnswer.Later(var time, WebhookAnswer then) -> {
        return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS) && give(connection, then);
      }
      case WebhookAnswer.Hang() -> {
        hanging.incrementAndGet();
        closed.await();
        return false;
      }
      case WebhookAnswer.Drop() -> {
        connection.reset();
        return false;
      }
      case WebhookAnswer.Drip(int code, var pause) -> {
        connection.beginDrip(code);
        while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          connection.drip();
        }
        return false;
      }
      case WebhookAnswer.Raw(byte[] bytes) -> {
        connection.raw(bytes);
        return false;
      }
    }
    return true;
  }
}
