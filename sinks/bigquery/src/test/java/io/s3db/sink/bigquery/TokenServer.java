package io.s3db.sink.bigquery;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives a token to every service account that asks. */
final class TokenServer implements AutoCloseable {
  private static final byte[] TOKEN =
      "{\"access_token\":\"t0k3n\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer http;

  TokenServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext(
        "/token",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, TOKEN.length);
          exchange.getResponseBody().write(TOKEN);
          exchange.close();
        });
    http.start();
  }

  /** The key of an account that gets its tokens here. */
  Map<String, Object> key() {
    Map<String, Object> key = new LinkedHashMap<>(ServiceAccount.KEY);
    key.put("token_uri", "http://127.0.0.1:" + http.getAddress().getPort() + "/token");
    return key;
  }

  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
