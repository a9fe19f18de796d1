package io.s3db.server;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.server.config.Configuration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A daemon on a free port, and a client of it. */
public final class TestServer implements AutoCloseable {
  private final S3dbServer server;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private TestServer(S3dbServer server) {
    this.server = server;
  }

  /** A daemon of a configuration; its port should be 0. */
  public static TestServer of(Path folder, String yaml) {
    return new TestServer(
        S3dbServer.start(Configuration.parse("test.yaml", yaml, folder, Map.of())));
  }

  public S3dbServer server() {
    return server;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** An answer, its body as JSON where it is some. */
  public record Reply(int status, HttpResponse<String> response) {
    public Document json() {
      return Document.parse(response.body());
    }

    public String code() {
      return json().text("error.code");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return response.body();
    }
  }

  public Reply get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  public Reply post(String path) {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()));
  }

  public Reply post(String path, Map<String, ? extends @Nullable Object> body) {
    return json("POST", path, body);
  }

  public Reply json(String method, String path, Map<String, ? extends @Nullable Object> body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(Json.write(body))));
  }

  public Reply delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  public Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
