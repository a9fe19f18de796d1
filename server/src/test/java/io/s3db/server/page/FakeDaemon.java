package io.s3db.server.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A daemon that is none: serves the page, and answers with the JSON beside it. It shows states that
 * are hard to make with a real one, all at once, and always the same.
 */
final class FakeDaemon implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private FakeDaemon(HttpServer server) {
    this.server = server;
  }

  static FakeDaemon start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeDaemon daemon = new FakeDaemon(http);
    http.setExecutor(daemon.threads);
    http.createContext("/", daemon::serve);
    http.start();
    return daemon;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath().substring(1);
      if (path.equals("api/v1/events")) {
        tail(exchange);
        return;
      }
      answer(exchange, path.startsWith("api/v1/") ? canned(path.substring(7)) : file(path));
    }
  }

  private static String file(String path) {
    return path.isEmpty() ? "index.html" : path;
  }

  /** One record stands for all of a kind; lists have the name of their route. */
  private static String canned(String route) {
    return route
            .replaceAll("^resources/[^/]+$", "resources-list")
            .replaceAll("^(resources|explain|transform)/.*", "$1-one")
        + ".json";
  }

  private static void answer(HttpExchange exchange, String name) throws IOException {
    try (InputStream in = FakeDaemon.class.getResourceAsStream(name)) {
      byte[] body = in == null ? new byte[0] : in.readAllBytes();
      String type =
          switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            case "html" -> "text/html; charset=utf-8";
            default -> "application/json";
          };
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange
          .getResponseHeaders()
          .set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
      exchange.sendResponseHeaders(in == null ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void tail(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(text("events.txt"));
      out.flush();
      Thread.sleep(Long.MAX_VALUE); // held until the fake is closed
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] text(String name) {
    try (InputStream in = FakeDaemon.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
