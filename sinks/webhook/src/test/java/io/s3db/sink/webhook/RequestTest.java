package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.testkit.clock.ManualClock;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.RecordingSinkContext;
import io.s3db.testkit.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request holds. */
class RequestTest {
  private final Webhooks webhooks = new Webhooks();

  @AfterEach
  void stop() {
    webhooks.close();
  }

  private WebhookRequest send(Delivery delivery, Object... options) throws Exception {
    assertThat(webhooks.open(options).write(List.of(delivery))).isEmpty();
    return webhooks.receiver.requests().getLast();
  }

  @Test
  void tellsAChangeWithExactlyTheseFieldsInThisOrder() throws Exception {
    DeliveryFixtures users = webhooks.changes("users");
    Delivery insert = users.insert(Document.of("id", "user-42", "name", "Alice"));
    Delivery update = users.update(Document.of("id", "user-42", "name", "Alice Smith"));
    Delivery delete = users.delete("user-42");

    assertThat(send(insert).text())
        .isEqualTo(
            "{\"resource\":\"users\",\"action\":\"insert\",\"timestamp\":\""
                + millis(insert)
                + "\",\"data\":{\"id\":\"user-42\",\"name\":\"Alice\"}}");
    assertThat(send(update).text())
        .isEqualTo(
            "{\"resource\":\"users\",\"action\":\"update\",\"timestamp\":\""
                + millis(update)
                + "\",\"before\":{\"id\":\"user-42\",\"name\":\"Alice\"}"
                + ",\"data\":{\"id\":\"user-42\",\"name\":\"Alice Smith\"}}");
    assertThat(send(delete).text())
        .isEqualTo(
            "{\"resource\":\"users\",\"action\":\"delete\",\"timestamp\":\""
                + millis(delete)
                + "\",\"data\":{\"id\":\"user-42\",\"name\":\"Alice Smith\"}}");
  }

  private static String millis(Delivery delivery) {
    String text = delivery.changedAt().toString();
    return text.length() == "2025-10-18T10:30:00Z".length() ? text.replace("Z", ".000Z") : text;
  }

  @Test
  void sendsTheBareRecordIfAsked() throws Exception {
    assertThat(send(webhooks.order("1"), "payload", "data").text())
        .isEqualTo("{\"id\":\"1\",\"total\":5}");
  }

  @Test
  void namesTheDeliveryAndTheTimeOfTheAttempt() throws Exception {
    ManualClock clock = ManualClock.at("2025-10-18T10:30:07.900Z");
    webhooks.with(new RecordingSinkContext(clock, null));
    Delivery order = webhooks.order("1");

    WebhookRequest request = send(order);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook");
    assertThat(request.required("webhook-id")).isEqualTo(order.id().toString());
    assertThat(request.required("idempotency-key")).isEqualTo(order.id().toString());
    assertThat(request.required("webhook-timestamp")).isEqualTo("1760783407");
    assertThat(request.required("content-type")).isEqualTo("application/json");
    assertThat(request.required("user-agent")).isEqualTo("s3db-webhook");
    assertThat(request.header("webhook-signature")).isEmpty();
    assertThat(request.header("upgrade")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "patch"})
  void usesTheMethod(String method) throws Exception {
    WebhookRequest request = send(webhooks.order("1"), "method", method);

    assertThat(request.method()).isEqualToIgnoringCase(method);
    assertThat(request.document().text("action")).isEqualTo("insert");
  }

  @Test
  void keepsTheQueryOfTheUrl() throws Exception {
    WebhookRequest request =
        send(webhooks.order("1"), "url", webhooks.receiver.url("/a/b%20c?x=1&y=%26"));

    assertThat(request.path()).isEqualTo("/a/b%20c?x=1&y=%26");
  }

  @Test
  void sendsHeadersOfItsOwnChoice() throws Exception {
    WebhookRequest request =
        send(
            webhooks.order("1"),
            "headers",
            Map.of(
                "content-type", "application/vnd.shop+json",
                "X-Source", "s3db-production",
                "X-Attempts", 4,
                "User-Agent", "shop/1"));

    assertThat(request.headers().get("content-type")).containsExactly("application/vnd.shop+json");
    assertThat(request.headers().get("user-agent")).containsExactly("shop/1");
    assertThat(request.required("x-source")).isEqualTo("s3db-production");
    assertThat(request.required("x-attempts")).isEqualTo("4");
  }

  @Test
  void authenticatesWithABearerToken() throws Exception {
    WebhookRequest request =
        send(webhooks.order("1"), "auth", Map.of("type", "bearer", "token", "t-1"));

    assertThat(request.headers().get("authorization")).containsExactly("Bearer t-1");
  }

  @Test
  void authenticatesWithNameAndPassword() throws Exception {
    WebhookRequest request =
        send(
            webhooks.order("1"),
            "auth",
            Map.of("type", "basic", "username", "Aladdin", "password", "open sesame"));

    // The example of RFC 7617.
    assertThat(request.required("authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  }

  @Test
  void authenticatesWithAKeyInAHeader() throws Exception {
    WebhookRequest request =
        send(
            webhooks.order("1"),
            "auth",
            Map.of("type", "apikey", "header", "X-API-Key", "value", "k-1"));

    assertThat(request.required("x-api-key")).isEqualTo("k-1");
    assertThat(request.header("authorization")).isEmpty();
  }

  @Test
  void sendsCredentialsOfTheUrlAsBasicAuthentication() throws Exception {
    String url = "http://Aladdin:open%20sesame@127.0.0.1:" + webhooks.receiver.port() + "/hook";

    WebhookRequest request = send(webhooks.order("1"), "url", url);

    assertThat(request.required("authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(request.path()).isEqualTo("/hook");
  }

  @Test
  void signsWithEverySecret() throws Exception {
    List<String> secrets =
        List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a plain text of any length");

    WebhookRequest request = send(webhooks.order("1"), "secret", secrets);

    for (String secret : secrets) {
      WebhookVerifier verifier = WebhookVerifier.builder().secret(secret).build();
      assertThat(verifier.verify(request.headers(), request.body()).id())
          .isEqualTo(request.required("webhook-id"));
    }
    assertThat(request.required("webhook-signature").split(" ")).hasSize(2);
  }

  /** The test vector of the reference implementations, computed with OpenSSL as well. */
  @Test
  void signsAsStandardWebhooksDoes() {
    SigningKey key = SigningKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    assertThat(key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsEveryAttemptAnewUnderTheSameId() throws Exception {
    ManualClock clock = ManualClock.at("2025-10-18T10:30:00Z");
    webhooks.with(new RecordingSinkContext(clock, null));
    Delivery order = webhooks.order("1");
    WebhookRequest first = send(order, "secret", "plain");
    clock.advance(java.time.Duration.ofHours(3));

    WebhookRequest second = send(order, "secret", "plain");

    assertThat(second.required("webhook-id")).isEqualTo(first.required("webhook-id"));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.required("webhook-timestamp")).isEqualTo("1760794200");
    assertThat(second.required("webhook-signature"))
        .isNotEqualTo(first.required("webhook-signature"));
  }
}
