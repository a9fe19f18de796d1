package io.s3db.testkit.sqs;

import static io.s3db.testkit.sqs.SqsWire.list;
import static io.s3db.testkit.sqs.SqsWire.object;
import static io.s3db.testkit.sqs.SqsWire.text;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.s3db.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on 127.0.0.1 in front of an {@link SqsServer}: it writes down what is asked, and fails as
 * Amazon may.
 *
 * <p>Faults are asked in the order in which they were added; the first that matches happens. They
 * end with {@link #heal}. Safe for use by many threads.
 */
public final class SqsProxy implements AutoCloseable {
  private final SqsWire wire;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Armed> armed = new ArrayList<>();
  private final List<SqsRequest> requests = new ArrayList<>();
  private final List<SqsMessage> acknowledged = new ArrayList<>();
  private CountDownLatch healed = new CountDownLatch(1);
  private int underWay;
  private int mostUnderWay;

  private record Armed(Predicate<SqsRequest> matching, SqsFault fault, boolean once) {}

  private SqsProxy(URI server, HttpServer http) {
    this.wire = new SqsWire(server);
    this.http = http;
  }

  /** A proxy that passes everything on to a server. */
  public static SqsProxy to(URI server) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 256);
      SqsProxy proxy = new SqsProxy(server, http);
      http.createContext("/", proxy::handle);
      http.setExecutor(proxy.threads);
      http.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen", e);
    }
  }

  /** Where it listens: {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Fails every request that matches. */
  public synchronized SqsProxy fail(Predicate<SqsRequest> matching, SqsFault fault) {
    armed.add(new Armed(matching, fault, false));
    return this;
  }

  /** Fails the next request that matches, and no other. */
  public synchronized SqsProxy failOnce(Predicate<SqsRequest> matching, SqsFault fault) {
    armed.add(new Armed(matching, fault, true));
    return this;
  }

  /** Ends all faults. */
  public synchronized void heal() {
    armed.clear();
    healed.countDown();
    healed = new CountDownLatch(1);
  }

  /** All requests so far, those that failed too. */
  public synchronized List<SqsRequest> requests() {
    return List.copyOf(requests);
  }

  /** The requests of an action so far. */
  public List<SqsRequest> requests(Predicate<SqsRequest> matching) {
    return requests().stream().filter(matching).toList();
  }

  /** The messages that the server took, in that order, also where its answer was lost. */
  public synchronized List<SqsMessage> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** How many requests were under way at once, at most. */
  public synchronized int mostUnderWay() {
    return mostUnderWay;
  }

  @Override
  public void close() {
    heal();
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    begin();
    try (exchange) {
      SqsRequest request = read(exchange);
      switch (next(request)) {
        case null -> pass(exchange, request);
        case SqsFault.Refuse refusal -> refuse(exchange, refusal);
        case SqsFault.Answer(Map<String, ?> body) -> answer(exchange, 200, body);
        case SqsFault.FailEntries failing -> failEntries(exchange, request, failing);
        case SqsFault.ForgetEntries(Predicate<SqsMessage> which) ->
            answer(exchange, 200, forward(without(request, which)));
        case SqsFault.CutBefore _ -> {}
        case SqsFault.CutAfter _ -> forward(request);
        case SqsFault.HangBefore _ -> awaitHealing();
        case SqsFault.HangAfter _ -> {
          Map<String, @Nullable Object> answer = forward(request);
          awaitHealing();
          answer(exchange, 200, answer);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
  }

  private synchronized void end() {
    underWay--;
  }

  private SqsRequest read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String target = headers.getOrDefault("x-amz-target", "");
    byte[] body = exchange.getRequestBody().readAllBytes();
    SqsRequest request =
        new SqsRequest(
            target.substring(target.indexOf('.') + 1),
            headers,
            body.length == 0 ? Map.of() : object(Json.parse(body)));
    synchronized (this) {
      requests.add(request);
    }
    return request;
  }

  private synchronized @Nullable SqsFault next(SqsRequest request) {
    Armed found =
        armed.stream().filter(each -> each.matching().test(request)).findFirst().orElse(null);
    if (found != null && found.once()) {
      armed.remove(found);
    }
    return found == null ? null : found.fault();
  }

  private void awaitHealing() throws InterruptedException {
    CountDownLatch end;
    synchronized (this) {
      end = healed;
    }
    end.await();
  }

  private void pass(HttpExchange exchange, SqsRequest request) throws IOException {
    HttpResponse<byte[]> answer =
        wire.post("AmazonSQS." + request.action(), Json.bytes(request.body()));
    if (answer.statusCode() == 200 && answer.body().length > 0) {
      note(request, object(Json.parse(answer.body())));
    }
    answer
        .headers()
        .firstValue("x-amzn-query-error")
        .ifPresent(value -> exchange.getResponseHeaders().set("x-amzn-query-error", value));
    send(exchange, answer.statusCode(), answer.body());
  }

  private Map<String, @Nullable Object> forward(SqsRequest request) {
    if (SqsRequest.SENDS.test(request) && request.messages().isEmpty()) {
      return Map.of("Successful", List.of());
    }
    Map<String, @Nullable Object> answer = wire.call(request.action(), request.body());
    note(request, answer);
    return answer;
  }

  private synchronized void note(SqsRequest request, Map<String, @Nullable Object> answer) {
    List<String> taken =
        list(answer.get("Successful")).stream().map(each -> text(object(each), "Id")).toList();
    for (Object each : list(request.body().get("Entries"))) {
      if (taken.contains(text(object(each), "Id"))) {
        acknowledged.add(SqsMessage.sent(object(each)));
      }
    }
  }

  private static SqsRequest without(SqsRequest request, Predicate<SqsMessage> which) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>(request.body());
    body.put(
        "Entries",
        list(request.body().get("Entries")).stream()
            .filter(each -> !which.test(SqsMessage.sent(object(each))))
            .toList());
    return new SqsRequest(request.action(), request.headers(), body);
  }

  private void failEntries(HttpExchange exchange, SqsRequest request, SqsFault.FailEntries failing)
      throws IOException {
    Map<String, @Nullable Object> answer =
        new LinkedHashMap<>(forward(without(request, failing.which())));
    List<Object> failed = new ArrayList<>(list(answer.get("Failed")));
    for (Object each : list(request.body().get("Entries"))) {
      if (failing.which().test(SqsMessage.sent(object(each)))) {
        failed.add(
            Map.of(
                "Id", text(object(each), "Id"),
                "Code", failing.code(),
                "Message", "told to fail with " + failing.code(),
                "SenderFault", failing.senderFault()));
      }
    }
    answer.put("Failed", failed);
    answer(exchange, 200, answer);
  }

  private static void refuse(HttpExchange exchange, SqsFault.Refuse refusal) throws IOException {
    refusal.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    answer(
        exchange,
        refusal.status(),
        Map.of(
            "__type",
            "com.amazonaws.sqs#" + refusal.code(),
            "message",
            "told to refuse with " + refusal.code()));
  }

  private static void answer(
      HttpExchange exchange, int status, Map<String, ? extends @Nullable Object> body)
      throws IOException {
    send(exchange, status, Json.bytes(body));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
