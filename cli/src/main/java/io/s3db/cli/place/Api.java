package io.s3db.cli.place;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests to the HTTP API of a daemon. Answers of up to 64 MB are read. */
public final class Api implements AutoCloseable {
  private static final int LARGEST_ANSWER = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI base;
  private final String token;

  /** Talks to a daemon; nothing is sent yet. */
  public Api(Place.Daemon daemon) {
    this.base = daemon.address();
    this.token = daemon.token();
  }

  /** The path of a part of the API, with each piece percent-encoded. */
  public static String path(String... pieces) {
    StringBuilder path = new StringBuilder("/api/v1");
    for (String piece : pieces) {
      path.append('/').append(encoded(piece));
    }
    return path.toString();
  }

  /** A piece of an address, percent-encoded. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Reads something. */
  public Document get(String path) {
    return read(send(request(path).GET()));
  }

  /** Asks for something, with a body if there is one. */
  public Document send(String method, String path, Document body) {
    return send(method, path, body, Duration.ZERO);
  }

  /** As {@link #send(String, String, Document)}, where the daemon waits for something so long. */
  public Document send(String method, String path, Document body, Duration waits) {
    HttpRequest.Builder request = request(path).timeout(PATIENCE.plus(waits));
    if (body.isEmpty()) {
      return read(send(request.method(method, HttpRequest.BodyPublishers.noBody())));
    }
    return read(
        send(
            request
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toJson()))));
  }

  /**
   * Opens a stream of events, without an end; close it.
   *
   * @throws S3dbException if there is none
   */
  public InputStream events(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream");
    HttpResponse<InputStream> answer = send(authorized(request));
    if (answer.statusCode() != 200) {
      read(answer);
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return authorized(HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE));
  }

  private HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new S3dbException(
          "DAEMON_UNREACHABLE",
          "Nothing answers at " + base + ".",
          "Start the daemon with s3db run FILE, or name another one with --url ADDRESS.",
          e);
    } catch (IOException e) {
      throw lost(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3dbException("INTERRUPTED", "Stopped while waiting for " + base + ".", null, e);
    }
  }

  private S3dbException lost(HttpRequest request, IOException cause) {
    String what = request.method() + " " + request.uri().getPath();
    return request.method().equals("GET")
        ? new S3dbException(
            "DAEMON_FAILED", "No answer to " + what + ": " + cause.getMessage(), null, cause)
        : new OutcomeUnknownException(
            "No answer to " + what + ": " + cause.getMessage() + ".", cause);
  }

  private Document read(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
      if (bytes.length > LARGEST_ANSWER) {
        throw new S3dbException(
            "ANSWER_TOO_LARGE", "The daemon answered more than 64 MB.", "Ask for less at once.");
      }
      Document document = document(new String(bytes, StandardCharsets.UTF_8));
      if (answer.statusCode() / 100 != 2) {
        throw ApiFailures.of(answer.statusCode(), document, base);
      }
      return document;
    } catch (IOException e) {
      throw lost(answer.request(), e);
    }
  }

  private Document document(String body) {
    if (body.isBlank()) {
      return Document.of();
    }
    try {
      return Document.parse(body);
    } catch (IllegalArgumentException e) {
      throw new S3dbException(
          "NOT_A_DAEMON",
          base + " answered something that is no JSON object.",
          "Is this the address of an s3db daemon?",
          e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
