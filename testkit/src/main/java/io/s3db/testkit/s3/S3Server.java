package io.s3db.testkit.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fake of an S3 server for tests: the real client talks to it over HTTP, on 127.0.0.1 and a free
 * port, with the bucket in the path.
 *
 * <p>It does what Amazon does with conditional writes and deletes (exactly one of racing requests
 * wins), with ETags (MD5 of the body), with 2 KB of metadata, and with listings in byte order. It
 * keeps objects in memory, makes every bucket that is named, and checks no signatures.
 *
 * <p>Faults are asked in the order in which they were added; the first that matches happens. They
 * end with {@link #heal}. Safe for use by many threads.
 */
public final class S3Server implements AutoCloseable {
  private final ServerSocket listener;
  private final InstantSource clock;
  private final S3Objects objects;
  private final S3Faults faults = new S3Faults();
  private final List<S3Request> requests = new ArrayList<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  private S3Server(ServerSocket listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
    this.objects = new S3Objects(clock);
  }

  /** Starts an empty server that tells the time of this machine. */
  public static S3Server start() {
    return start(InstantSource.system());
  }

  /** Starts an empty server; the clock gives its {@code Date} header and {@code Last-Modified}. */
  public static S3Server start(InstantSource clock) {
    try {
      ServerSocket listener = new ServerSocket(0, 256, InetAddress.ofLiteral("127.0.0.1"));
      S3Server server = new S3Server(listener, clock);
      Thread.ofVirtual().name("s3-server").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("the fake S3 server does not start", e);
    }
  }

  /** Where it listens: {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** The connection string of a bucket, and if wanted a prefix: {@code bucket/pre/fix}. */
  public String connectionString(String bucketAndPrefix) {
    return "http://key:secret@127.0.0.1:" + listener.getLocalPort() + "/" + bucketAndPrefix;
  }

  /** Fails every request that matches. */
  public S3Server fail(Predicate<S3Request> matching, S3Fault fault) {
    faults.add(matching, fault, false);
    return this;
  }

  /** Fails the next request that matches, and no other. */
  public S3Server failOnce(Predicate<S3Request> matching, S3Fault fault) {
    faults.add(matching, fault, true);
    return this;
  }

  /**
   * Fails about this share of the matching requests, each by one of the faults. The same seed and
   * the same order of requests give the same faults; a test prints its seed.
   */
  public S3Server failAtRandom(
      long seed, double probability, Predicate<S3Request> matching, S3Fault... any) {
    faults.addRandom(seed, probability, matching, List.of(any));
    return this;
  }

  /** Ends all faults. Requests that hang already go on hanging. */
  public void heal() {
    faults.clear();
  }

  /** Whether conditions are kept; servers that do not know them ignore the headers. */
  public S3Server keepConditions(boolean ofPuts, boolean ofDeletes) {
    objects.keepConditions(ofPuts, ofDeletes);
    return this;
  }

  /** All requests so far, those that failed too. */
  public List<S3Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests of a kind there were so far. */
  public int count(S3Request.Kind kind) {
    return (int) requests().stream().filter(request -> request.kind() == kind).count();
  }

  /** Forgets the requests so far: counting starts again. */
  public void forgetRequests() {
    synchronized (requests) {
      requests.clear();
    }
  }

  /** Puts an object there as another program would, without a request. */
  public void put(String bucket, String key, String text) {
    objects.keep(bucket, key, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** The keys of a bucket, in byte order. */
  public List<String> keys(String bucket) {
    return List.copyOf(objects.bucket(bucket).keySet());
  }

  /** The body of an object as it is now. */
  public Optional<String> text(String bucket, String key) {
    return Optional.ofNullable(objects.bucket(bucket).get(key))
        .map(kept -> new String(kept.body(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (HttpConnection connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the fake S3 server does not close", e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().name("s3-connection").start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (HttpConnection connection = new HttpConnection(socket)) {
      connections.add(connection);
      try {
        HttpRequest wire = connection.read();
        while (wire != null && closed.getCount() > 0 && handle(connection, wire)) {
          wire = connection.read();
        }
      } finally {
        connections.remove(connection);
      }
    } catch (IOException e) {
      // The client went away, or the server was closed: neither is an event for a test.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers one request, or not; false ends the connection. */
  private boolean handle(HttpConnection connection, HttpRequest wire)
      throws IOException, InterruptedException {
    S3Request request = record(wire);
    boolean cut = false;
    HttpAnswer answer;
    switch (faults.next(request)) {
      case null -> answer = objects.answer(request, wire);
      case S3Fault.Refuse(int status, String code) -> answer = HttpAnswer.error(status, code);
      case S3Fault.ResetBefore() -> {
        connection.reset();
        return false;
      }
      case S3Fault.HangBefore() -> {
        closed.await();
        return false;
      }
      case S3Fault.RefuseAfter(int status, String code) -> {
        objects.answer(request, wire);
        answer = HttpAnswer.error(status, code);
      }
      case S3Fault.ResetAfter() -> {
        objects.answer(request, wire);
        connection.reset();
        return false;
      }
      case S3Fault.HangAfter() -> {
        objects.answer(request, wire);
        closed.await();
        return false;
      }
      case S3Fault.CutAnswer() -> {
        answer = objects.answer(request, wire);
        cut = true;
      }
      case S3Fault.Delay(var time) -> {
        if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
          return false;
        }
        answer = objects.answer(request, wire);
      }
    }
    connection.write(wire, answer, clock.instant(), cut);
    if (cut) {
      connection.reset();
    }
    return !cut;
  }

  private S3Request record(HttpRequest wire) {
    int slash = wire.path().indexOf('/');
    String bucket = slash < 0 ? wire.path() : wire.path().substring(0, slash);
    String key = slash < 0 ? "" : wire.path().substring(slash + 1);
    S3Request.Kind kind = kind(wire, key);
    String subject = kind == S3Request.Kind.LIST ? wire.query().getOrDefault("prefix", "") : key;
    synchronized (requests) {
      S3Request request =
          new S3Request(
              requests.size() + 1,
              kind,
              bucket,
              subject,
              unquoted(wire.header("if-match")),
              unquoted(wire.header("if-none-match")));
      requests.add(request);
      return request;
    }
  }

  private static S3Request.Kind kind(HttpRequest wire, String key) {
    boolean object = !key.isEmpty();
    boolean isList = wire.query().getOrDefault("list-type", "").equals("2");
    return switch (wire.method()) {
      case "GET" ->
          object ? S3Request.Kind.GET : isList ? S3Request.Kind.LIST : S3Request.Kind.OTHER;
      case "HEAD" -> object ? S3Request.Kind.HEAD : S3Request.Kind.OTHER;
      case "PUT" -> object ? S3Request.Kind.PUT : S3Request.Kind.OTHER;
      case "DELETE" -> object ? S3Request.Kind.DELETE : S3Request.Kind.OTHER;
      default -> S3Request.Kind.OTHER;
    };
  }

  private static @Nullable String unquoted(@Nullable String header) {
    return header == null ? null : header.replace("\"", "");
  }
}
