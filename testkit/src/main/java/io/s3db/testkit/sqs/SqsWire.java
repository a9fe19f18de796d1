package io.s3db.testkit.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3db.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * SQS as its AWS JSON protocol goes over the wire, without Amazon's client: so what a test reads
 * does not pass through what it tests.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html">
 *     the protocol</a>
 */
record SqsWire(URI endpoint) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  String createQueue(String name, Map<String, String> attributes) {
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    if (name.endsWith(".fifo")) {
      all.put("FifoQueue", "true");
    }
    return text(call("CreateQueue", Map.of("QueueName", name, "Attributes", all)), "QueueUrl");
  }

  Map<String, @Nullable Object> call(String action, Map<String, ?> body) {
    HttpResponse<byte[]> answer = post("AmazonSQS." + action, Json.bytes(body));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          action + " failed: " + answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
    return answer.body().length == 0 ? Map.of() : object(Json.parse(answer.body()));
  }

  HttpResponse<byte[]> post(String target, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(target + " got no answer from " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(target + " was interrupted", e);
    }
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  static String text(Map<String, ? extends @Nullable Object> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }
}
