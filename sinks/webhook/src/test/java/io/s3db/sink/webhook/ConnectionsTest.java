package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break, hang, or carry nonsense. */
class ConnectionsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Webhooks webhooks = new Webhooks();

  @AfterEach
  void stop() {
    webhooks.close();
  }

  private Throwable failure(Object... options) {
    Sink sink = webhooks.open(options);
    return catchThrowable(() -> sink.write(List.of(webhooks.order("1"))));
  }

  @Test
  void usesConnectionsAgain() throws Exception {
    Sink sink = webhooks.open("parallelRequests", 4);
    for (int i = 0; i < 50; i++) {
      assertThat(sink.write(webhooks.orders(4))).isEmpty();
    }

    assertThat(webhooks.receiver.count()).isEqualTo(200);
    assertThat(webhooks.receiver.connections()).isLessThanOrEqualTo(8);
  }

  @Test
  void usesAConnectionAgainAfterARefusal() throws Exception {
    webhooks.receiver.answer(WebhookAnswer.status(422, "no".repeat(10_000)));
    Sink sink = webhooks.open();
    for (int i = 0; i < 5; i++) {
      assertThat(sink.write(List.of(webhooks.order("1")))).hasSize(1);
    }

    assertThat(webhooks.receiver.connections()).isEqualTo(1);
  }

  @Test
  void doesNotKnowWhetherADroppedRequestTookEffect() {
    webhooks.receiver.answer(new WebhookAnswer.Drop());

    assertThat(failure())
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("the connection to 127.0.0.1 broke")
        .hasMessageContaining("nobody knows whether it took effect");
    assertThat(webhooks.receiver.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT"})
  void doesNotRepeatARequestByItselfOnAConnectionThatWasUsed(String method) throws Exception {
    webhooks.receiver.next(WebhookAnswer.status(200), new WebhookAnswer.Drop());
    Sink sink = webhooks.open("method", method);
    sink.write(List.of(webhooks.order("1")));

    assertThat(catchThrowable(() -> sink.write(List.of(webhooks.order("2")))))
        .isInstanceOf(SinkException.Unavailable.class);
    assertThat(webhooks.receiver.count()).isEqualTo(2);
  }

  @Test
  void givesUpAReceiverThatDoesNotAnswer() {
    webhooks.receiver.answer(new WebhookAnswer.Hang());
    long start = System.nanoTime();

    Throwable failure = failure("timeout", 400);

    assertThat(failure)
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageStartingWith("ReplicatorError: Timeout after 400ms: POST http://127.0.0.1:");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(390), SOON);
  }

  @Test
  void givesUpAnAnswerThatDripsAndKeepsItsStatus() throws Exception {
    webhooks.receiver.next(
        new WebhookAnswer.Drip(200, Duration.ofMillis(20)),
        new WebhookAnswer.Drip(503, Duration.ofMillis(20)));
    Sink sink = webhooks.open("timeout", 400);

    assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
    assertThat(catchThrowable(() -> sink.write(List.of(webhooks.order("2")))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("was answered with 503: ..");
  }

  @Test
  void readsLittleOfAGiganticAnswer() throws Exception {
    webhooks.receiver.next(
        new WebhookAnswer.Flood(200, 1L << 40), new WebhookAnswer.Flood(500, 1L << 40));
    Sink sink = webhooks.open("timeout", 60_000);

    assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
    assertThat(catchThrowable(() -> sink.write(List.of(webhooks.order("2")))))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageContaining("was answered with 500: xxx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200",
        "HTTP/1.1 503 Busy\r\nNo colon here\r\nContent-Length: x\r\n\r\n",
        ""
      })
  void takesNonsenseForNoAnswer(String bytes) {
    webhooks.receiver.answer(WebhookAnswer.raw(bytes));

    assertThat(failure("timeout", 2_000)).isInstanceOf(SinkException.Unavailable.class);
  }

  @Test
  void saysThatNobodyListens() {
    String url = closedPort();

    assertThat(failure("url", url + "?token=abc"))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageStartingWith("POST " + url + " failed: no connection to")
        .hasMessageNotContaining("abc");
  }

  private static String closedPort() {
    try (WebhookReceiver receiver = WebhookReceiver.start()) {
      return receiver.url("/hook");
    }
  }

  @Test
  void saysThatANameIsUnknown() {
    webhooks.resolving(
        host -> {
          throw new UnknownHostException(host);
        });

    assertThat(failure("url", "https://hooks.example.com/"))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessage(
            "The name hooks.example.com cannot be resolved: check the url, and the DNS of this"
                + " machine.");
  }

  @Test
  void givesUpALookupThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    webhooks.resolving(
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        });

    assertThat(failure("url", "https://hooks.example.com/", "timeout", 300))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessage("The name hooks.example.com was not resolved within 300 ms.");
    never.countDown();
  }

  @Test
  void tellsWhatWasDeliveredBeforeAnInterrupt() throws Exception {
    List<Delivery> orders = webhooks.orders(3);
    String hanging = orders.get(1).id().toString();
    webhooks.receiver.answer(
        request ->
            request.required("webhook-id").equals(hanging)
                ? new WebhookAnswer.Hang()
                : WebhookAnswer.status(204));
    Sink sink = webhooks.open("timeout", 60_000);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread writer =
        Thread.ofVirtual().start(() -> end.set(catchThrowable(() -> sink.write(orders))));
    await().atMost(SOON).until(() -> webhooks.receiver.count() == 3);
    await().atMost(SOON).until(() -> sink.metrics().get("answers2xx") == 2);

    writer.interrupt();

    assertThat(writer.join(SOON)).isTrue();
    assertThat(end.get()).isInstanceOf(SinkException.Unavailable.class);
    assertThat(((SinkException.Unavailable) end.get()).delivered())
        .containsExactlyInAnyOrder(orders.get(0).id(), orders.get(2).id());
  }

  @Test
  void sendsThroughAProxy() throws Exception {
    Sink sink =
        webhooks.open(
            "url",
            "http://hooks.nowhere.invalid/hook?x=1",
            "proxy",
            Webhooks.map("host", "127.0.0.1", "port", webhooks.receiver.port()),
            "strictAddresses",
            true);
    sink.probe();

    assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
    assertThat(webhooks.receiver.requests().getFirst().path())
        .isEqualTo("http://hooks.nowhere.invalid/hook?x=1");
  }

  @Test
  void readsTheProxyFromAUrl() throws Exception {
    Sink sink =
        webhooks.open(
            "url",
            "http://hooks.nowhere.invalid/",
            "proxy",
            "http://127.0.0.1:" + webhooks.receiver.port());

    assertThat(sink.write(List.of(webhooks.order("1")))).isEmpty();
    assertThat(webhooks.receiver.count()).isEqualTo(1);
  }
}
