package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests side by side, and one after the other. */
class OrderTest {
  private final Webhooks webhooks = new Webhooks();

  @AfterEach
  void stop() {
    webhooks.close();
  }

  private static Predicate<WebhookRequest> is(Delivery delivery) {
    return request -> request.required("webhook-id").equals(delivery.id().toString());
  }

  @Test
  void sendsDifferentRecordsSideBySideButNotMoreThanAllowed() throws Exception {
    webhooks.receiver.answer(new WebhookAnswer.Hang());
    Sink sink = webhooks.open("parallelRequests", 3, "timeout", 60_000);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThat(catchThrowable(() -> sink.write(webhooks.orders(12)))).isNotNull());
    await().atMost(Duration.ofSeconds(20)).until(() -> webhooks.receiver.hanging() == 3);

    // None of the three is answered: a fourth would have been begun by now, or never.
    await().during(Duration.ofMillis(300)).until(() -> webhooks.receiver.count() == 3);
    writer.interrupt();
    assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void sendsChangesOfOneRecordOneAfterTheOther() throws Exception {
    DeliveryFixtures orders = webhooks.changes("orders");
    List<Delivery> history =
        List.of(
            orders.insert(Document.of("id", "1")),
            orders.insert(Document.of("id", "2")),
            orders.update(Document.of("id", "1", "n", 1)),
            orders.update(Document.of("id", "1", "n", 2)),
            orders.delete("1"));
    webhooks.receiver.answer(
        request ->
            is(history.get(0)).or(is(history.get(2))).test(request)
                ? new WebhookAnswer.Later(Duration.ofMillis(50), WebhookAnswer.status(204))
                : WebhookAnswer.status(204));

    assertThat(webhooks.open().write(history)).isEmpty();

    List<String> ids = Webhooks.ids(history);
    assertThat(webhooks.told())
        .hasSize(5)
        .containsSubsequence(ids.get(0), ids.get(2), ids.get(3), ids.get(4));
  }

  @Test
  void doesNotSendWhatIsBehindAFailedChangeOfTheSameRecord() {
    DeliveryFixtures orders = webhooks.changes("orders");
    Delivery failing = orders.insert(Document.of("id", "1"));
    Delivery behind = orders.update(Document.of("id", "1", "n", 1));
    Delivery other = orders.insert(Document.of("id", "2"));
    webhooks.receiver.answer(
        request ->
            is(failing).test(request)
                ? new WebhookAnswer.Later(Duration.ofMillis(100), WebhookAnswer.status(503))
                : WebhookAnswer.status(204));
    Sink sink = webhooks.open();

    SinkException.Unavailable failure =
        catchThrowableOfType(
            SinkException.Unavailable.class, () -> sink.write(List.of(failing, behind, other)));

    assertThat(failure.delivered()).containsExactly(other.id());
    assertThat(webhooks.told()).doesNotContain(behind.id().toString());
  }

  @Test
  void doesNotSendWhatIsBehindARefusedChangeOfTheSameRecord() throws Exception {
    DeliveryFixtures orders = webhooks.changes("orders");
    Delivery refused = orders.insert(Document.of("id", "1"));
    Delivery behind = orders.update(Document.of("id", "1", "n", 1));
    Delivery other = orders.insert(Document.of("id", "2"));
    webhooks.receiver.answer(
        request -> WebhookAnswer.status(is(refused).test(request) ? 422 : 204));

    assertThat(webhooks.open().write(List.of(refused, behind, other)))
        .extracting(Rejection::id, Rejection::kind)
        .containsExactlyInAnyOrder(
            tuple(refused.id(), Rejection.Kind.PERMANENT),
            tuple(behind.id(), Rejection.Kind.DEPENDENT));
    assertThat(webhooks.told()).doesNotContain(behind.id().toString());
  }

  @Test
  void beginsNothingMoreAfterAFailure() {
    webhooks.receiver.answer(WebhookAnswer.status(503));
    Sink sink = webhooks.open("parallelRequests", 2);

    assertThat(catchThrowable(() -> sink.write(webhooks.orders(20))))
        .isInstanceOf(SinkException.Unavailable.class);
    assertThat(webhooks.receiver.count()).isLessThanOrEqualTo(2);
  }

  @Test
  void tellsWhatWasDeliveredAndTheLongestWait() {
    List<Delivery> orders = webhooks.orders(4);
    Sink sink = webhooks.open();
    webhooks.receiver.answer(
        request ->
            is(orders.get(0)).or(is(orders.get(3))).test(request)
                ? WebhookAnswer.status(204)
                : new WebhookAnswer.Later(
                    Duration.ofMillis(200),
                    is(orders.get(1)).test(request)
                        ? WebhookAnswer.status(503)
                        : WebhookAnswer.status(429).with("Retry-After", "7")));

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(orders));

    assertThat(failure.delivered())
        .containsExactlyInAnyOrder(orders.get(0).id(), orders.get(3).id());
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void tellsADenialOnlyWhenNothingWasDelivered() throws Exception {
    List<Delivery> orders = webhooks.orders(2);
    webhooks.receiver.answer(
        request ->
            is(orders.get(0)).test(request)
                ? WebhookAnswer.status(204)
                : new WebhookAnswer.Later(Duration.ofMillis(200), WebhookAnswer.status(401)));
    Sink sink = webhooks.open();

    SinkException.Unavailable first =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(orders));

    assertThat(first.delivered()).containsExactly(orders.get(0).id());
    assertThat(catchThrowable(() -> sink.write(orders.subList(1, 2))))
        .isInstanceOf(SinkException.Denied.class);
  }
}
