package io.s3db.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that misbehaves when told: it cuts, refuses, delays, throttles, swallows
 * everything, or loses one certain answer.
 *
 * <p>Faults hold for connections that are open and for those to come, until {@link #heal()}. Safe
 * for use by several threads.
 */
public final class FaultProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger lostAnswers = new AtomicInteger();
  private final AtomicLong swallowed = new AtomicLong();
  private final AtomicReference<byte @Nullable []> answerToLose = new AtomicReference<>();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean blackHole;
  private volatile boolean closed;
  private volatile long bytesPerSecond;
  private volatile @Nullable ServerSocket listener;
  private volatile @Nullable Thread acceptor;

  private FaultProxy(InetSocketAddress server, int port) {
    this.server = server;
    this.port = port;
  }

  /** A proxy that passes everything on to a server. */
  public static FaultProxy to(String host, int port) {
    try {
      ServerSocket socket = listen(0);
      FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), socket.getLocalPort());
      proxy.accept(socket);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen", e);
    }
  }

  /** The port clients connect to, on 127.0.0.1. The same for life. */
  public int port() {
    return port;
  }

  /** Resets every open connection. New ones are served. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** Resets every open connection and refuses new ones, until {@link #heal()}. */
  public void refuse() {
    ServerSocket socket = listener;
    listener = null;
    closeQuietly(socket);
    awaitAcceptor();
    cut();
  }

  /** The port is free only when the thread that accepts has let go of it. */
  private void awaitAcceptor() {
    Thread thread = acceptor;
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Holds every piece of data back for a time, in both directions. */
  public void delay(Duration time) {
    delay = time;
  }

  /** Lets at most so many bytes a second through, per direction of a connection. */
  public void throttle(long bytes) {
    bytesPerSecond = bytes;
  }

  /** Accepts connections and data, and passes nothing on: a firewall that drops packets. */
  public void blackHole() {
    blackHole = true;
  }

  /**
   * Loses one answer: the first piece of data from the server that contains this text is not passed
   * on, and its connection is reset. The server has done what it was asked; the client does not
   * know. {@code "COMMIT\0"} is PostgreSQL's answer to a commit.
   */
  public void loseAnswerWith(String text) {
    answerToLose.set(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How many bytes a black hole has swallowed so far: more than 0, and somebody is waiting. */
  public long swallowed() {
    return swallowed.get();
  }

  /** How many answers were lost so far. */
  public int lostAnswers() {
    return lostAnswers.get();
  }

  /** Ends every fault. Connections that a black hole swallowed data of are reset. */
  public void heal() {
    delay = Duration.ZERO;
    bytesPerSecond = 0;
    answerToLose.set(null);
    if (blackHole) {
      blackHole = false;
      cut();
    }
    if (listener == null && !closed) {
      try {
        accept(listen(port));
      } catch (IOException e) {
        throw new UncheckedIOException("the proxy cannot listen on port " + port + " again", e);
      }
    }
  }

  /** How many connections are open. */
  public int open() {
    return links.size();
  }

  /** How many connections were accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Ends the proxy for good: {@link #heal()} does not open it again. */
  @Override
  public void close() {
    closed = true;
    refuse();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void accept(ServerSocket socket) {
    listener = socket;
    acceptor = Thread.ofVirtual().name("fault-proxy-" + port).start(() -> acceptAll(socket));
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // Closed by refuse(), or the client is gone already.
      }
    }
  }

  private void serve(Socket client) {
    Socket upstream = new Socket();
    Link link = new Link(client, upstream);
    links.add(link);
    try {
      upstream.connect(server);
      upstream.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(link, client, upstream, false));
      pump(link, upstream, client, true);
    } catch (IOException _) {
      link.reset();
    }
    if (listener == null) {
      link.reset();
    }
  }

  private void pump(Link link, Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      int count = in.read(buffer, 0, limit(buffer));
      while (count > 0) {
        pause(count);
        if (answers && loses(buffer, count)) {
          link.reset();
          return;
        }
        if (blackHole) {
          swallowed.addAndGet(count);
        } else {
          out.write(buffer, 0, count);
        }
        count = in.read(buffer, 0, limit(buffer));
      }
    } catch (IOException _) {
      // One side is gone: the other follows.
    } finally {
      link.reset();
    }
  }

  private boolean loses(byte[] buffer, int count) {
    byte[] wanted = answerToLose.get();
    if (wanted != null
        && contains(buffer, count, wanted)
        && answerToLose.compareAndSet(wanted, null)) {
      lostAnswers.incrementAndGet();
      return true;
    }
    return false;
  }

  private static boolean contains(byte[] buffer, int count, byte[] wanted) {
    return new String(buffer, 0, count, StandardCharsets.ISO_8859_1)
        .contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  private int limit(byte[] buffer) {
    long rate = bytesPerSecond;
    return rate == 0 ? buffer.length : Math.clamp(rate / 20, 1, buffer.length);
  }

  private void pause(int bytes) {
    long rate = bytesPerSecond;
    Duration wait = rate == 0 ? delay : delay.plusMillis(bytes * 1000L / rate);
    if (wait.isPositive()) {
      java.util.concurrent.locks.LockSupport.parkNanos(wait.toNanos());
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception _) {
      // It is to be gone, and it is.
    }
  }

  /** A client's connection and the one to the server that belongs to it. */
  private final class Link {
    private final Socket client;
    private final Socket upstream;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void reset() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, upstream}) {
        try {
          socket.setSoLinger(true, 0);
        } catch (IOException _) {
          // Closed already.
        }
        closeQuietly(socket);
      }
    }
  }
}
