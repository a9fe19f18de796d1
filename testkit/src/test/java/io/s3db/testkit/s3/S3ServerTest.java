package io.s3db.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.testkit.clock.ManualClock;
import io.s3db.testkit.s3.S3Request.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the SDK does not ask of the fake; the rest is tested through the store on S3. */
class S3ServerTest {
  private final ManualClock clock = ManualClock.at("2025-10-08T10:30:00Z");
  private final S3Server server = S3Server.start(clock);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void decodesChunksOfAmazon() throws Exception {
    String chunks =
        String.join(
            "\r\n",
            List.of(
                "5;chunk-signature=abc",
                "hello",
                "6;chunk-signature=def",
                " world",
                "0;chunk-signature=0",
                "x-amz-checksum-crc32:AAAA",
                "",
                ""));
    send("PUT", "/b/k", chunks, "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assertThat(server.text("b", "k")).contains("hello world");
  }

  @Test
  void answersWithTheMd5OfTheBodyAndTheTimeOfItsClock() throws Exception {
    HttpResponse<String> answer = send("PUT", "/b/a%20b+c", "hello", "x-amz-meta-m", "1");
    assertThat(answer.headers().firstValue("etag"))
        .contains("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(answer.headers().firstValue("date")).contains("Wed, 08 Oct 2025 10:30:00 GMT");
    assertThat(server.keys("b")).containsExactly("a b+c");
    assertThat(send("HEAD", "/b/a%20b+c", "").headers().firstValue("content-length")).contains("5");
  }

  @Test
  void answersConditionsAsAmazonDoes() throws Exception {
    assertThat(send("PUT", "/b/k", "x", "If-Match", "\"1\"").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/b/k", "", "If-Match", "\"1\"").statusCode()).isEqualTo(404);
    assertThat(send("PUT", "/b/k", "x", "If-None-Match", "*").statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/b/k", "x", "If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(send("PUT", "/b/k", "x", "If-Match", "\"1\"").statusCode()).isEqualTo(412);
    assertThat(send("DELETE", "/b/k", "", "If-Match", "*").statusCode()).isEqualTo(204);
    assertThat(send("POST", "/b/k", "").statusCode()).isEqualTo(501);
  }

  @Test
  void theSameSeedGivesTheSameFaults() throws Exception {
    List<List<Integer>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      server.heal();
      server.failAtRandom(
          42,
          0.5,
          request -> true,
          new S3Fault.Refuse(500, "InternalError"),
          new S3Fault.Refuse(503, "SlowDown"));
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        statuses.add(send("PUT", "/b/k", "x").statusCode());
      }
      runs.add(statuses);
    }
    assertThat(runs.getFirst()).isEqualTo(runs.getLast()).contains(200, 500, 503);
  }

  @Test
  void recordsAndCountsRequests() throws Exception {
    send("PUT", "/b/k", "x", "If-Match", "\"tag\"");
    send("GET", "/b?list-type=2&prefix=p%2F", "");
    assertThat(server.requests())
        .containsExactly(
            new S3Request(1, Kind.PUT, "b", "k", "tag", null),
            new S3Request(2, Kind.LIST, "b", "p/", null, null));
    assertThat(server.count(Kind.LIST)).isEqualTo(1);
    server.forgetRequests();
    assertThat(server.count(Kind.LIST)).isZero();
  }

  @Test
  void resetsAConnectionAfterTheEffect() {
    server.fail(request -> request.kind() == Kind.PUT, new S3Fault.ResetAfter());
    assertThatThrownBy(() -> send("PUT", "/b/k", "x")).isInstanceOf(IOException.class);
    assertThat(server.text("b", "k")).contains("x");
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        java.net.http.HttpRequest.newBuilder(URI.create(server.endpoint() + path))
            .timeout(Duration.ofSeconds(10))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
