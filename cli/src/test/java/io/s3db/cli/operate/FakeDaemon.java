package io.s3db.cli.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.s3db.cli.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as the contract of the HTTP API has it, and remembers what it was asked. */
final class FakeDaemon implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, List<String>> answers = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  FakeDaemon() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answering("GET /api/v1/jobs", "{\"jobs\":[]}");
    server.createContext("/", this::answer);
    server.start();
  }

  /** The bodies it answers to a request, one after another; the last one from then on. */
  FakeDaemon answering(String request, String... bodies) {
    answers.put(request, new ArrayList<>(Arrays.asList(bodies)));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add((request + " " + body).strip());
      List<String> known = answers.get(request);
      boolean allowed =
          "Bearer letmein".equals(exchange.getRequestHeaders().getFirst("Authorization"));
      int status = !allowed ? 401 : known == null ? 404 : 200;
      String text =
          !allowed
              ? error("UNAUTHENTICATED", "A token is needed.")
              : known == null
                  ? error("ROUTE_NOT_FOUND", "There is no " + request + ".")
                  : known.size() > 1 ? known.removeFirst() : known.getFirst();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String error(String code, String message) {
    return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"suggestion\":null}}"
        .formatted(code, message);
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Runs a command against it. */
  Ran s3db(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--url";
    all[arguments.length + 1] = address();
    return Ran.with("", Map.of("S3DB_TOKEN", "letmein"), all);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
