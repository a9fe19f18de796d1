package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.sink.webhook.WebhookVerificationException.Reason;
import io.s3db.testkit.clock.ManualClock;
import io.s3db.testkit.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The receiver's side, with the published test vector. */
class WebhookVerifierTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330);

  private final ManualClock clock = ManualClock.at(SENT);
  private final WebhookVerifier verifier =
      WebhookVerifier.builder().secret(SECRET).time(clock).build();

  private static Map<String, List<String>> headers(String signatures) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("Webhook-Id", List.of(ID));
    headers.put("WEBHOOK-TIMESTAMP", List.of("1614265330"));
    headers.put("webhook-signature", List.of(signatures));
    headers.put(null, List.of("HTTP/1.1 200 OK")); // as HttpURLConnection has it
    return headers;
  }

  private Reason refusal(Map<String, List<String>> headers, byte[] body) {
    return catchThrowableOfType(
            WebhookVerificationException.class, () -> verifier.verify(headers, body))
        .reason();
  }

  @Test
  void believesARightMessage() throws Exception {
    WebhookMessage message = verifier.verify(headers(SIGNATURE), BODY);

    assertThat(message).isEqualTo(new WebhookMessage(ID, SENT, List.of(ID), false));
  }

  @Test
  void believesOneOfSeveralSignatures() throws Exception {
    String several = "v1,bm90IHRoaXMgb25l v1a,YW5vdGhlciBzY2hlbWU= " + SIGNATURE;

    assertThat(verifier.verify(headers(several), BODY).id()).isEqualTo(ID);
  }

  @Test
  void believesOneOfSeveralSecrets() throws Exception {
    WebhookVerifier rotating =
        WebhookVerifier.builder().secret("the next one").secret(SECRET).time(clock).build();

    assertThat(rotating.verify(headers(SIGNATURE), BODY).id()).isEqualTo(ID);
  }

  @Test
  void refusesAnotherBodyIdTimeOrSecret() {
    byte[] other = "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8);
    Map<String, List<String>> otherId = headers(SIGNATURE);
    otherId.put("Webhook-Id", List.of("msg_other"));
    Map<String, List<String>> otherTime = headers(SIGNATURE);
    otherTime.put("WEBHOOK-TIMESTAMP", List.of("1614265331"));

    assertThat(refusal(headers(SIGNATURE), other)).isEqualTo(Reason.SIGNATURE_WRONG);
    assertThat(refusal(otherId, BODY)).isEqualTo(Reason.SIGNATURE_WRONG);
    assertThat(refusal(otherTime, BODY)).isEqualTo(Reason.SIGNATURE_WRONG);
    assertThat(refusal(headers(SIGNATURE.replace("v1,", "v2,")), BODY))
        .isEqualTo(Reason.SIGNATURE_WRONG);
    assertThat(refusal(headers(SIGNATURE.substring(0, 20)), BODY))
        .isEqualTo(Reason.SIGNATURE_WRONG);
    WebhookVerifier stranger = WebhookVerifier.builder().secret("5tr4nger").time(clock).build();
    assertThatThrownBy(() -> stranger.verify(headers(SIGNATURE), BODY))
        .isInstanceOf(WebhookVerificationException.class)
        .hasMessageNotContaining("5tr4nger");
  }

  @Test
  void refusesWhatIsTooOldOrFromTheFuture() throws Exception {
    clock.set(SENT.plus(Duration.ofMinutes(5)));
    assertThat(verifier.verify(headers(SIGNATURE), BODY)).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    assertThat(refusal(headers(SIGNATURE), BODY)).isEqualTo(Reason.TOO_OLD);
    clock.set(SENT.minus(Duration.ofMinutes(5)));
    assertThat(verifier.verify(headers(SIGNATURE), BODY)).isNotNull();
    clock.advance(Duration.ofSeconds(-1));
    assertThat(refusal(headers(SIGNATURE), BODY)).isEqualTo(Reason.TOO_NEW);
  }

  @Test
  void takesAnotherTolerance() {
    WebhookVerifier strict =
        WebhookVerifier.builder()
            .secret(SECRET)
            .tolerance(Duration.ofSeconds(2))
            .time(clock)
            .build();
    clock.advance(Duration.ofSeconds(3));

    assertThatThrownBy(() -> strict.verify(headers(SIGNATURE), BODY))
        .hasMessageContaining("more than PT2S before now");
  }

  @Test
  void refusesMissingDoubleAndMalformedHeaders() {
    for (String name : List.of("Webhook-Id", "WEBHOOK-TIMESTAMP", "webhook-signature")) {
      Map<String, List<String>> missing = headers(SIGNATURE);
      missing.remove(name);
      assertThat(refusal(missing, BODY)).isEqualTo(Reason.HEADER_MISSING);
      Map<String, List<String>> twice = headers(SIGNATURE);
      twice.put(name, List.of("a", "b"));
      assertThat(refusal(twice, BODY)).isEqualTo(Reason.HEADER_MISSING);
    }
    for (String time : List.of("yesterday", "1614265330.5", "9223372036854775807")) {
      Map<String, List<String>> headers = headers(SIGNATURE);
      headers.put("WEBHOOK-TIMESTAMP", List.of(time));
      assertThat(refusal(headers, BODY)).isEqualTo(Reason.HEADER_MALFORMED);
    }
    assertThat(refusal(headers("v1,x ".repeat(1_000)), BODY)).isEqualTo(Reason.HEADER_MALFORMED);
  }

  @Test
  void tellsARepetitionOnlyOfWhatWasAccepted() throws Exception {
    WebhookMessage first = verifier.verify(headers(SIGNATURE), BODY);
    WebhookMessage second = verifier.verify(headers(SIGNATURE), BODY);
    assertThat(second.repeated()).isFalse(); // the first was not processed
    verifier.accepted(first);

    assertThat(verifier.verify(headers(SIGNATURE), BODY).repeated()).isTrue();
  }

  @Test
  void remembersSoManyIdsAndNoMore() throws Exception {
    WebhookVerifier forgetful =
        WebhookVerifier.builder().secret(SECRET).remembered(2).time(clock).build();
    WebhookMessage message = forgetful.verify(headers(SIGNATURE), BODY);
    forgetful.accepted(message);
    forgetful.accepted(new WebhookMessage("b", SENT, List.of(), false));
    assertThat(forgetful.verify(headers(SIGNATURE), BODY).repeated()).isTrue();
    forgetful.accepted(new WebhookMessage("c", SENT, List.of(), false));

    assertThat(forgetful.verify(headers(SIGNATURE), BODY).repeated()).isFalse();
  }

  @Test
  void namesTheDeliveriesOfABatchAndNoticesIfTheirListWasChanged() throws Exception {
    try (Webhooks webhooks = new Webhooks()) {
      var orders = webhooks.orders(3);
      webhooks.open("batch", true, "secret", "plain").write(orders);
      WebhookRequest request = webhooks.receiver.requests().getFirst();
      WebhookVerifier plain = WebhookVerifier.builder().secret("plain").build();

      assertThat(plain.verify(request.headers(), request.body()).deliveries())
          .isEqualTo(Webhooks.ids(orders));
      Map<String, List<String>> changed = new HashMap<>(request.headers());
      changed.put("webhook-delivery-ids", List.of("another"));
      assertThatThrownBy(() -> plain.verify(changed, request.body()))
          .hasMessageContaining("does not belong to this message");
    }
  }

  @Test
  void needsASecretThatCanBeOne() {
    assertThatThrownBy(() -> WebhookVerifier.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("secret");
    assertThatThrownBy(() -> WebhookVerifier.builder().secret("whsec_not base64!"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The secret must be base64 after 'whsec_'.");
    assertThatThrownBy(() -> WebhookVerifier.builder().tolerance(Duration.ofSeconds(-1)))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> WebhookVerifier.builder().remembered(-1))
        .hasMessageContaining("negative");
  }
}
