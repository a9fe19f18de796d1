package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.clock.ManualClock;
import io.s3db.testkit.sink.RecordingSinkContext;
import io.s3db.testkit.webhook.WebhookAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from an answer. */
class AnswersTest {
  private final Webhooks webhooks =
      new Webhooks().with(new RecordingSinkContext(ManualClock.at("2025-10-18T10:30:00Z"), null));

  @AfterEach
  void stop() {
    webhooks.close();
  }

  private Throwable failure(WebhookAnswer answer, Object... options) {
    webhooks.receiver.answer(answer);
    Sink sink = webhooks.open(options);
    return catchThrowable(() -> sink.write(List.of(webhooks.order("1"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void takesEverySuccessForDelivered(int status) throws Exception {
    webhooks.receiver.answer(WebhookAnswer.status(status));

    assertThat(webhooks.open().write(List.of(webhooks.order("1")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void comesAgainAfterTheseByDefault(int status) {
    Throwable failure = failure(WebhookAnswer.status(status, "busy"));

    assertThat(failure)
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessage(
            "POST " + webhooks.receiver.url("/hook") + " was answered with %d: busy", status);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 408, 409, 413, 422, 501, 505, 599})
  void refusesTheRecordAfterAllOthers(int status) throws Exception {
    webhooks.receiver.answer(WebhookAnswer.status(status, "{\"error\":\"no customer\"}"));
    Delivery order = webhooks.order("1");

    assertThat(webhooks.open().write(List.of(order)))
        .containsExactly(
            new Rejection(
                order.id(),
                Rejection.Kind.PERMANENT,
                String.valueOf(status),
                "POST "
                    + webhooks.receiver.url("/hook")
                    + " was answered with "
                    + status
                    + ": {\"error\":\"no customer\"}"));
  }

  @Test
  void comesAgainAfterWhatIsListedAndNoOther() throws Exception {
    List<Integer> statuses = List.of(404, 500, 410);
    for (int status : statuses) {
      assertThat(failure(WebhookAnswer.status(status), "retryOnStatus", statuses))
          .isInstanceOf(SinkException.Unavailable.class);
    }
    webhooks.receiver.answer(WebhookAnswer.status(503));
    assertThat(webhooks.open("retryOnStatus", statuses).write(List.of(webhooks.order("1"))))
        .extracting(Rejection::code)
        .containsExactly("503");
    // A receiver that asks to wait is never the record's fault.
    assertThat(failure(WebhookAnswer.status(429), "retryOnStatus", statuses))
        .isInstanceOf(SinkException.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 407})
  void isNotLetIn(int status) {
    assertThat(failure(WebhookAnswer.status(status)))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("was answered with %d. Check auth", status);
  }

  @Test
  void isGone() {
    assertThat(failure(WebhookAnswer.status(410, "moved out")))
        .isInstanceOf(SinkException.Gone.class)
        .hasMessageContaining("410: moved out");
  }

  @ParameterizedTest
  @CsvSource({
    "301,https://user:pass@new.example.com/hook?token=abc,https://new.example.com/hook",
    "302,/elsewhere?token=abc,/elsewhere",
    "307,http://169.254.169.254/latest,http://169.254.169.254/latest",
    "308,//[,",
    "304,,"
  })
  void doesNotFollowARedirect(int status, String location, String shown) {
    WebhookAnswer.Status answer = WebhookAnswer.status(status);

    Throwable failure = failure(location == null ? answer : answer.with("Location", location));

    assertThat(failure).isInstanceOf(SinkException.Denied.class);
    assertThat(failure.getMessage())
        .contains("was answered with " + status + ", a redirect" + (shown == null ? "." : " to "))
        .contains(shown == null ? "" : " to " + shown + ". Redirects are not followed")
        .doesNotContain("abc", "pass");
    assertThat(webhooks.receiver.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | PT2M",
        "0 | PT0S",
        "Sat, 18 Oct 2025 10:31:00 GMT | PT1M",
        "Sat, 18 Oct 2025 10:00:00 GMT | PT0S",
        "99999999999999999999999 | PT1H",
        "Thu, 18 Oct 2125 10:00:00 GMT | PT1H",
        "7200 | PT1H"
      })
  void leavesTheReceiverAloneAsLongAsItAsks(String header, Duration expected) {
    Throwable failure = failure(WebhookAnswer.status(503).with("Retry-After", header));

    assertThat(((SinkException.Unavailable) failure).retryAfter()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1.5", "Someday, 18 Oct 2025"})
  void ignoresAWaitThatMakesNoSense(String header) {
    Throwable failure = failure(WebhookAnswer.status(503).with("Retry-After", header));

    assertThat(((SinkException.Unavailable) failure).retryAfter()).isEmpty();
  }

  @Test
  void measuresADateByTheClockOfTheReceiver() {
    Throwable failure =
        failure(
            WebhookAnswer.status(503)
                .with("Date", "Sat, 18 Oct 2025 12:00:00 GMT")
                .with("Retry-After", "Sat, 18 Oct 2025 12:00:30 GMT"));

    assertThat(((SinkException.Unavailable) failure).retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void printsLittleOfWhatAReceiverSaysAndNoSecret() {
    String said = "bad\u001b[31m token s3cr3t-bearer or t0ken-1\r\nand q u3ry" + "x".repeat(5_000);

    Throwable failure =
        failure(
            WebhookAnswer.status(500, said),
            "url",
            webhooks.receiver.url("/hook?a=u3ry"),
            "headers",
            Map.of("X-Token", "t0ken-1"),
            "auth",
            Map.of("type", "bearer", "token", "s3cr3t-bearer"));

    assertThat(failure.getMessage())
        .contains("bad [31m token *** or *** and q ***xxx")
        .hasSizeLessThan(400);
  }

  @Test
  void refusesABatchAsAWhole() {
    webhooks.receiver.answer(WebhookAnswer.status(422, "entry 3"));
    Sink sink = webhooks.open("batch", true);

    SinkException.BatchRefused refused =
        catchThrowableOfType(
            SinkException.BatchRefused.class, () -> sink.write(webhooks.orders(5)));

    assertThat(refused.kind()).isEqualTo(Rejection.Kind.PERMANENT);
    assertThat(refused.code()).isEqualTo("422");
    assertThat(refused).hasMessageContaining("entry 3 (a batch of 5)");
  }

  @Test
  void refusesTheOnlyChangeOfABatch() throws Exception {
    webhooks.receiver.answer(WebhookAnswer.status(413));
    Delivery order = webhooks.order("1");

    assertThat(webhooks.open("batch", true).write(List.of(order)))
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.id()).isEqualTo(order.id());
              assertThat(rejection.code()).isEqualTo("413");
            });
  }

  @Test
  void countsWhatBecameOfRequests() throws Exception {
    webhooks.receiver.next(
        WebhookAnswer.status(200),
        WebhookAnswer.status(302),
        WebhookAnswer.status(422),
        WebhookAnswer.status(503),
        new WebhookAnswer.Drop(),
        new WebhookAnswer.Hang());
    Sink sink = webhooks.open("timeout", 300);
    sink.write(List.of(webhooks.order("1")));
    assertThatThrownBy(() -> sink.write(List.of(webhooks.order("1")))).isNotNull();
    sink.write(List.of(webhooks.order("1")));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> sink.write(List.of(webhooks.order("1"))))
          .isInstanceOf(SinkException.Unavailable.class);
    }

    assertThat(sink.metrics())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "requests", 6L,
                "answers2xx", 1L,
                "answers3xx", 1L,
                "answers4xx", 1L,
                "answers5xx", 1L,
                "timeouts", 1L,
                "unanswered", 1L,
                "refusedAddresses", 0L));
  }
}
