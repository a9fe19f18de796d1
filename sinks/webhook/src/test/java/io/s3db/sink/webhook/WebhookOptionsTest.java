package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.Pace;
import io.s3db.replicator.spi.SinkProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options: what is read, and what is said of mistakes. */
class WebhookOptionsTest {
  private static final String URL = "https://api.example.com/hook";

  private static List<Duration> seconds(int... seconds) {
    return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
  }

  @Test
  void needsAUrlOnly() {
    SinkProvider.Configured configured = Webhooks.configure("url", URL);

    assertThat(configured.target()).isEqualTo(URL);
    Pace pace = configured.pace();
    assertThat(pace.maxRetries()).isEmpty(); // what the plugin says; 3 unless told otherwise
    assertThat(pace.batchSize()).hasValue(32);
    assertThat(pace.pauses().subList(0, 3)).isEqualTo(seconds(1, 2, 4));
  }

  @Test
  void pausesGrowUpToFiveMinutes() {
    Pace pace = Webhooks.configure("url", URL, "retries", 20).pace();

    assertThat(pace.pauses()).isEqualTo(seconds(1, 2, 4, 8, 16, 32, 64, 128, 256, 300));
    assertThat(pace.maxRetries()).hasValue(20);
  }

  @Test
  void pausesAsTold() {
    assertThat(
            Webhooks.configure("url", URL, "retryDelay", "3s", "retryStrategy", "fixed")
                .pace()
                .pauses())
        .isEqualTo(seconds(3));
    assertThat(Webhooks.configure("url", URL, "retryDelay", 0).pace().pauses())
        .isEqualTo(seconds(0));
    assertThat(Webhooks.configure("url", URL, "retryDelay", "10m").pace().pauses())
        .isEqualTo(seconds(600));
  }

  @Test
  void retriesGoBeforeMaxRetries() {
    assertThat(Webhooks.configure("url", URL, "maxRetries", 7).pace().maxRetries())
        .isEqualTo(OptionalInt.of(7));
    assertThat(Webhooks.configure("url", URL, "maxRetries", 7, "retries", 0).pace().maxRetries())
        .isEqualTo(OptionalInt.of(0));
  }

  @Test
  void takesAsManyChangesTogetherAsMakeSense() {
    assertThat(Webhooks.configure("url", URL, "batch", true).pace().batchSize()).hasValue(100);
    assertThat(Webhooks.configure("url", URL, "batch", true, "batchSize", 7).pace().batchSize())
        .hasValue(7);
    assertThat(Webhooks.configure("url", URL, "parallelRequests", 9).pace().batchSize())
        .hasValue(9);
    assertThat(Webhooks.configure("url", URL, "batchSize", 5).pace().batchSize()).hasValue(5);
  }

  @Test
  void leavesTheTimeOfARequestToTheDriver() {
    Duration ofAWrite = Webhooks.configure("url", URL).pace().timeout().orElseThrow();

    // 256 lanes may wait for each other, each for a request of 5 s.
    assertThat(ofAWrite).isGreaterThan(Duration.ofSeconds(5 * 256));
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pass@API.example.com:8443/a/b?token=abc#part,https://api.example.com:8443/a/b",
    "http://[2001:db8::7]:80,http://[2001:db8::7]:80/",
    "HTTPS://example.com,https://example.com/"
  })
  void showsAUrlWithoutCredentialsAndQuery(String url, String shown) {
    SinkProvider.Configured configured = Webhooks.configure("url", url);

    assertThat(configured.target()).isEqualTo(shown);
    assertThat(configured.toString()).doesNotContain("pass", "abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://token-abc.example.com/ | config.url must begin with https:// or http://",
        "api.example.com/token-abc | config.url must begin with https:// or http://",
        "https:// | config.url is not a URL: Expected authority at character 9",
        "https://exa mple/token-abc | config.url is not a URL: Illegal character in authority at"
            + " character 12",
        "https://example.com:99999/token-abc | config.url must have a port from 1 to 65535"
      })
  void saysWhatIsWrongWithAUrlWithoutPrintingIt(String url, String problem) {
    assertThat(Webhooks.problems("url", url)).containsExactly(problem);
  }

  @Test
  void namesEveryMistakeAtOnce() {
    assertThat(
            Webhooks.problems(
                "method", "GET",
                "timeout", 0,
                "retries", -1,
                "retryDelay", "soon",
                "retryStrategy", "linear",
                "retryOnStatus", List.of(200, 503),
                "batch", "yes",
                "batchSize", 0,
                "payload", "all",
                "secret", "whsec_?",
                "strictAddresses", 1,
                "parallelRequests", 0,
                "http2", "no",
                "proxy", "socks://x:1",
                "urll", "x"))
        .containsExactlyInAnyOrder(
            "config.url is required",
            "config.method must be POST, PUT or PATCH, not 'GET'",
            "config.timeout must be longer than nothing",
            "config.retries must be a whole number from 0 to 1000, not -1",
            "config.retryDelay must be milliseconds, or a time such as 30s, 5m or 250ms, not"
                + " 'soon'",
            "config.retryStrategy must be one of exponential, fixed, not 'linear'",
            "config.retryOnStatus must be a list of statuses from 400 to 599",
            "config.batch must be true or false, not 'yes'",
            "config.batchSize must be a whole number from 1 to 10000, not 0",
            "config.payload must be one of envelope, data, not 'all'",
            "config.secret must be base64 after 'whsec_'",
            "config.strictAddresses must be true or false, not 1",
            "config.parallelRequests must be a whole number from 1 to 1000, not 0",
            "config.http2 must be true or false, not 'no'",
            "config.proxy must be http://host:port, or an object with host and port",
            "config.urll is not an option: did you mean 'url'?");
  }

  @Test
  void namesMistakesInHeadersWithoutTheirValues() {
    assertThat(
            Webhooks.problems(
                "url",
                URL,
                "headers",
                Webhooks.map(
                    "X Space", "s3cr3t",
                    "X-Break", "s3cr3t\r\nEvil: 1",
                    "X-Umlaut", "s3cr3tö",
                    "Host", "s3cr3t",
                    "Content-Length", "5",
                    "Transfer-Encoding", "chunked",
                    "Webhook-Signature", "s3cr3t",
                    "Idempotency-Key", "s3cr3t",
                    "X-List", List.of("s3cr3t"))))
        .containsExactlyInAnyOrder(
            "config.headers holds a name that no header can have",
            "config.headers.X-Break must hold printable ASCII characters only",
            "config.headers.X-Umlaut must hold printable ASCII characters only",
            "config.headers.Host is set by the HTTP client: host cannot be chosen",
            "config.headers.Content-Length is set by the HTTP client: content-length cannot be"
                + " chosen",
            "config.headers.Transfer-Encoding is set by the HTTP client: transfer-encoding cannot"
                + " be chosen",
            "config.headers.Webhook-Signature is set by the driver: webhook-signature cannot be"
                + " chosen",
            "config.headers.Idempotency-Key is set by the driver: idempotency-key cannot be"
                + " chosen",
            "config.headers.X-List must be a text");
  }

  @Test
  void namesMistakesInAuth() {
    assertThat(Webhooks.problems("url", URL, "auth", Map.of("token", "x")))
        .contains("config.auth.type is required: bearer, basic or apikey");
    assertThat(Webhooks.problems("url", URL, "auth", Map.of("type", "digest", "token", "x")))
        .containsExactly("config.auth.type must be bearer, basic or apikey");
    assertThat(
            Webhooks.problems(
                "url", URL, "auth", Map.of("type", "s3cr3t", "header", "X-Key", "value", "apikey")))
        .containsExactly("config.auth.type must be bearer, basic or apikey");
    assertThat(Webhooks.problems("url", URL, "auth", Map.of("type", "bearer")))
        .containsExactly("config.auth.token is required");
    assertThat(Webhooks.problems("url", URL, "auth", Map.of("type", "basic")))
        .containsExactlyInAnyOrder(
            "config.auth.username is required", "config.auth.password is required");
    assertThat(Webhooks.problems("url", URL, "auth", Map.of("type", "apikey")))
        .containsExactlyInAnyOrder(
            "config.auth.header is required", "config.auth.value is required");
    assertThat(
            Webhooks.problems(
                "url", URL, "auth", Map.of("type", "apikey", "header", "Host", "value", "x")))
        .containsExactly("config.auth is set by the HTTP client: host cannot be chosen");
    assertThat(
            Webhooks.problems(
                "url", URL, "auth", Map.of("type", "bearer", "token", "x", "user", "y")))
        .singleElement()
        .asString()
        .startsWith("config.auth.user is not an option");
    assertThat(Webhooks.problems("url", URL, "auth", Map.of("type", "bearer", "token", "a\nb")))
        .containsExactly("config.auth must hold printable ASCII characters only");
  }

  @Test
  void doesNotShowWhatStandsInTheWrongPlace() {
    assertThat(
            Webhooks.problems(
                "url", URL, "auth", Map.of("type", "apikey", "header", "s3cr3t=", "value", "X-K")))
        .containsExactly("config.auth names a header that there cannot be; is it the value?");
    assertThat(Webhooks.problems("url", URL, "headers", Map.of("Bearer s3cr3t", "Authorization")))
        .containsExactly("config.headers holds a name that no header can have");
    assertThat(
            Webhooks.problems(
                "url", URL, "proxy", Map.of("host", "proxy", "port", "user:s3cr3t@3128")))
        .containsExactly("config.proxy.port must be a number from 1 to 65535");
  }

  @Test
  void saysThatATrustStoreIsNoPath() {
    assertThat(Webhooks.problems("url", URL, "trustStore", "a\0b"))
        .singleElement()
        .asString()
        .startsWith("config.trustStore is no path: ");
  }

  @Test
  void refusesTwoWaysToAuthenticate() {
    Map<String, String> auth = Map.of("type", "bearer", "token", "x");

    assertThat(
            Webhooks.problems(
                "url", URL, "auth", auth, "headers", Map.of("authorization", "Bearer y")))
        .containsExactly("config.headers must not hold Authorization as well: auth sends it");
    assertThat(Webhooks.problems("url", "https://u:p@example.com/", "auth", auth))
        .containsExactly("config.url must not hold credentials as well as auth");
  }

  @Test
  void takesSecretsThatAreWrappedOrSeveral() {
    assertThat(Webhooks.problems("url", new Secret(URL), "secret", new Secret("plain"))).isEmpty();
    assertThat(Webhooks.problems("url", URL, "secret", List.of("a", new Secret("b")))).isEmpty();
    assertThat(Webhooks.problems("url", URL, "secret", List.of("a", 5)))
        .containsExactly("config.secret must be a text, or a list of texts");
  }

  @Test
  void refusesSecretsThatAreNone() {
    assertThat(Webhooks.problems("url", URL, "secret", List.of()))
        .containsExactly("config.secret is an empty list: leave it out to sign nothing");
    assertThat(Webhooks.problems("url", URL, "secret", Arrays.asList("s3cr3t", null)))
        .containsExactly("config.secret must be a text, or a list of texts");
    assertThat(Webhooks.problems("url", URL, "secret", List.of("s3cr3t", " ")))
        .containsExactly("config.secret must not be empty");
    assertThat(Webhooks.problems("url", URL, "secret", "whsec_"))
        .containsExactly("config.secret must hold a key after 'whsec_'");
    assertThat(SigningKey.parse("s3cr3t").toString()).doesNotContain("s3cr3t");
  }

  @Test
  void refusesAProxyWithCredentialsOrWithoutAPort() {
    assertThat(Webhooks.problems("url", URL, "proxy", "http://u:s3cr3t@proxy:3128"))
        .containsExactly("config.proxy must not hold credentials: they are not supported");
    assertThat(Webhooks.problems("url", URL, "proxy", Map.of("host", "proxy")))
        .containsExactly("config.proxy.port is required");
  }
}
