package io.s3db.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.s3db.server.config.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The web server: turns what comes over connections into {@link Request}s, and {@link Answer}s into
 * what goes back. All that knows the library is here.
 */
final class HttpFront {
  private static final int MOST_HEAD = 32 << 10;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int ROOM = 256; // for new ones, while those that make room for them close
  private static final int MOST_PATH = 16 << 10;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE");
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                  + " frame-ancestors 'none'");

  private final ServerSettings settings;
  private final RouteTable routes;
  private final Gatekeeper gate;
  private final Traffic traffic;
  private final BodyReader bodies;
  private final RequestMeter meter;
  private final WebServer server;

  HttpFront(
      ServerSettings settings,
      RouteTable routes,
      Gatekeeper gate,
      Traffic traffic,
      RequestMeter meter) {
    this.settings = settings;
    this.routes = routes;
    this.gate = gate;
    this.traffic = traffic;
    this.bodies = new BodyReader(settings.maxBody(), settings.requestTimeout());
    this.meter = meter;
    this.server = build(settings);
  }

  private WebServer build(ServerSettings settings) {
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(Duration.ofMillis(1)) // requests were waited for before it is stopped
        .maxTcpConnections(connections(settings) + ROOM)
        .connectionOptions(socket -> socket.readTimeout(settings.requestTimeout()))
        .idleConnectionTimeout(settings.requestTimeout().plus(IDLE))
        .protocolsDiscoverServices(false)
        .addConnectionSelector(
            new TimedHeads(
                http(),
                settings.requestTimeout(),
                settings.requestTimeout().plus(IDLE),
                new Connections(connections(settings))))
        .directHandlers(refusals())
        .routing(routing -> routing.any(this::serve))
        .build();
  }

  private static int connections(ServerSettings settings) {
    return settings.maxRequests() * 4 + settings.maxStreams();
  }

  private static Http1ConnectionSelector http() {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder().maxHeadersSize(MOST_HEAD).maxPrologueLength(MOST_PATH).build())
        .build();
  }

  /** What is no HTTP, or too long a head, never comes to a route. */
  private static DirectHandlers refusals() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, (_, event, status, _, _) -> refusal(event, status));
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse refusal(
      DirectHandler.EventType event, Status status) {
    String code =
        event == DirectHandler.EventType.INTERNAL_ERROR
            ? "INTERNAL"
            : status.code() == 408 ? "REQUEST_TIMEOUT" : "INVALID_REQUEST";
    HttpFailure failure =
        new HttpFailure(
            status.code(),
            code,
            "The request cannot be understood, is too long, or did not arrive in time.",
            null);
    byte[] body =
        failure.answer().content() instanceof Answer.Content.Bytes(String _, byte[] bytes)
            ? bytes
            : new byte[0];
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
        .keepAlive(false)
        .entity(body)
        .build();
  }

  /**
   * Starts to listen.
   *
   * @throws io.s3db.S3dbException naming the address, if it is in use or not of this machine
   */
  void start() {
    Listening.check(settings);
    try {
      server.start();
    } catch (RuntimeException e) {
      throw Listening.failed(settings, e);
    }
    if (!server.isRunning()) {
      throw Listening.failed(settings, new IllegalStateException("somebody else was quicker"));
    }
  }

  int port() {
    return server.port();
  }

  /** Takes no more requests, waits for those under way, and closes all connections. */
  void stop() throws InterruptedException {
    traffic.drain(settings.drainTimeout());
    server.stop();
  }

  private void serve(ServerRequest request, ServerResponse response) {
    TimedHeads.headIsThere();
    boolean last = isLast(request);
    if (last) {
      response.header("Connection", "close");
    }
    try {
      answer(request, response);
    } finally {
      TimedHeads.answered();
    }
    // What was not read of a body is left to the web server: closing now would lose the answer.
    if (last && (!request.content().hasEntity() || request.content().consumed())) {
      throw new CloseConnectionException("the client asked for it");
    }
  }

  /** The web server leaves it to the client to close, which waits for the server to do it. */
  private static boolean isLast(ServerRequest request) {
    return request.prologue().protocolVersion().equals("1.0")
        || request
            .headers()
            .first(HeaderNames.CONNECTION)
            .filter(value -> value.toLowerCase(Locale.ROOT).contains("close"))
            .isPresent();
  }

  private void answer(ServerRequest request, ServerResponse response) {
    long begun = System.nanoTime();
    Served head = new Served(request, server::port);
    @Nullable Route route = null;
    Answer answer;
    try (Traffic.Pass _ = traffic.enter(head.path())) {
      gate.checkSource(head);
      RouteTable.Found found = routes.find(head.method(), head.path());
      route = found.route();
      answer = handled(found, head, request);
      send(answer, response);
    } catch (Throwable e) {
      answer = failed(e);
      if (response.isSent()) {
        throw gone(e);
      }
      send(answer, response);
    }
    meter.record(
        METHODS.contains(head.method()) ? head.method() : "other",
        route == null ? "none" : route.pattern(),
        answer.status(),
        System.nanoTime() - begun);
  }

  private static RuntimeException gone(Throwable e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  private Answer handled(RouteTable.Found found, Served head, ServerRequest request)
      throws InterruptedException {
    Access access = gate.access(head);
    gate.checkAccess(access, found.route().access());
    Request seen =
        new Request(found.path(), request.query().toMap(), head, () -> body(request), access);
    return found.route().handler().handle(seen);
  }

  private byte[] body(ServerRequest request) {
    return request.content().hasEntity()
        ? bodies.read(request.content().inputStream(), request.headers().contentLength())
        : new byte[0];
  }

  private static Answer failed(Throwable e) {
    if (e instanceof InterruptedException) {
      return closing().answer();
    }
    if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
      throw error;
    }
    return Failures.of(e).answer();
  }

  static HttpFailure closing() {
    return new HttpFailure(503, "UNAVAILABLE", "The daemon is closing.", null)
        .header("Connection", "close");
  }

  private static void send(Answer answer, ServerResponse response) {
    response.status(answer.status());
    EVERYWHERE.forEach(response::header);
    if (!answer.headers().containsKey("Cache-Control")) {
      response.header("Cache-Control", "no-store");
    }
    answer.headers().forEach(response::header);
    switch (answer.content()) {
      case Answer.Content.None() -> response.send();
      case Answer.Content.Bytes(String type, byte[] bytes) -> {
        response.header("Content-Type", type);
        response.send(bytes);
      }
      case Answer.Content.Stream(String type, Answer.Writer writer) -> {
        response.header("Content-Type", type);
        stream(response, writer);
      }
    }
  }

  private static void stream(ServerResponse response, Answer.Writer writer) {
    try (OutputStream out = response.outputStream()) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the client is gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing, or a client that did not keep up
    }
  }

  /** The head of a request of the library. */
  private record Served(ServerRequest request, IntSupplier listening) implements Head {
    @Override
    public String method() {
      return request.prologue().method().text();
    }

    @Override
    public String path() {
      return request.prologue().uriPath().rawPath();
    }

    @Override
    public Optional<String> header(String name) {
      return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public int port() {
      return listening.getAsInt();
    }
  }
}
