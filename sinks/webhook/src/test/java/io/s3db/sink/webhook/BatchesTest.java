package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several changes in a request. */
class BatchesTest {
  private final Webhooks webhooks = new Webhooks();

  @AfterEach
  void stop() {
    webhooks.close();
  }

  @Test
  void tellsChangesOfSeveralResourcesInOrderInOneBody() throws Exception {
    DeliveryFixtures users = webhooks.changes("users");
    users.insert(Document.of("id", "user-42", "name", "Alice"));
    Delivery order = webhooks.order("order-123");
    Delivery user = users.update(Document.of("id", "user-42", "name", "Alice Smith"));

    assertThat(webhooks.open("batch", true).write(List.of(order, user))).isEmpty();

    assertThat(webhooks.receiver.requests()).hasSize(1);
    assertThat(webhooks.receiver.requests().getFirst().text())
        .isEqualTo(
            "{\"batch\":[{\"resource\":\"orders\",\"action\":\"insert\",\"timestamp\":\""
                + order.changedAt()
                + "\",\"data\":{\"id\":\"order-123\",\"total\":5}},"
                + "{\"resource\":\"users\",\"action\":\"update\",\"timestamp\":\""
                + user.changedAt()
                + "\",\"before\":{\"id\":\"user-42\",\"name\":\"Alice\"},"
                + "\"data\":{\"id\":\"user-42\",\"name\":\"Alice Smith\"}}]}");
  }

  @Test
  void tellsHowManyRequestsAWriteMakes() {
    assertThat(webhooks.open("batch", true, "batchSize", 8).requests(webhooks.orders(20)))
        .isEqualTo(3);
    assertThat(webhooks.open().requests(webhooks.orders(20))).isEqualTo(20);
  }

  @Test
  void sendsBareRecordsIfAsked() throws Exception {
    webhooks
        .open("batch", true, "payload", "data")
        .write(List.of(webhooks.order("1"), webhooks.order("2")));

    assertThat(webhooks.receiver.requests().getFirst().text())
        .isEqualTo("{\"batch\":[{\"id\":\"1\",\"total\":5},{\"id\":\"2\",\"total\":5}]}");
  }

  @Test
  void repeatsABatchByteForByteUnderOneId() {
    webhooks.receiver.next(WebhookAnswer.status(503), new WebhookAnswer.Drop());
    List<Delivery> orders = webhooks.orders(20);
    Sink sink = webhooks.open("batch", true, "secret", "plain");
    Sink afterARestart = webhooks.open("batch", true, "secret", "plain");

    assertThat(catchThrowable(() -> sink.write(orders))).isNotNull();
    assertThat(catchThrowable(() -> sink.write(orders))).isNotNull();
    assertThat(catchThrowable(() -> afterARestart.write(orders))).isNull();

    List<WebhookRequest> requests = webhooks.receiver.requests();
    assertThat(requests).hasSize(3);
    for (WebhookRequest request : requests) {
      assertThat(request.body()).isEqualTo(requests.getFirst().body());
      assertThat(request.required("webhook-id"))
          .isEqualTo(requests.getFirst().required("webhook-id"))
          .startsWith("batch_");
      assertThat(request.required("idempotency-key")).isEqualTo(request.required("webhook-id"));
      assertThat(request.required("webhook-delivery-ids"))
          .isEqualTo(String.join(",", Webhooks.ids(orders)));
      assertThat(request.required("webhook-delivery-count")).isEqualTo("20");
    }
  }

  @Test
  void givesEveryOtherBatchAnotherId() throws Exception {
    List<Delivery> orders = webhooks.orders(4);
    Sink sink = webhooks.open("batch", true);

    sink.write(orders);
    sink.write(orders.subList(0, 2));
    sink.write(orders.subList(2, 4));
    sink.write(orders.reversed());

    assertThat(webhooks.told()).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void putsNoMoreThanBatchSizeIntoARequest() throws Exception {
    webhooks.open("batch", true, "batchSize", 4).write(webhooks.orders(10));

    assertThat(webhooks.receiver.requests())
        .extracting(request -> request.document().list("batch").size())
        .containsExactly(4, 4, 2);
  }

  @Test
  void tellsWhichRequestsOfALargeWriteWereTaken() {
    webhooks.receiver.next(
        WebhookAnswer.status(204), WebhookAnswer.status(503).with("Retry-After", "3"));
    List<Delivery> orders = webhooks.orders(10);
    Sink sink = webhooks.open("batch", true, "batchSize", 4);

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(orders));

    assertThat(failure.delivered())
        .containsExactlyInAnyOrderElementsOf(
            orders.subList(0, 4).stream().map(Delivery::id).toList());
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(webhooks.receiver.count()).isEqualTo(2);
  }

  @Test
  void sendsARefusedPartOfALargeWriteAgainBeforeItIsHalved() {
    webhooks.receiver.next(
        WebhookAnswer.status(204), WebhookAnswer.status(422), WebhookAnswer.status(422));
    List<Delivery> orders = webhooks.orders(6);
    Sink sink = webhooks.open("batch", true, "batchSize", 4);

    SinkException.Unavailable failure =
        catchThrowableOfType(SinkException.Unavailable.class, () -> sink.write(orders));

    assertThat(failure.delivered()).hasSize(4);
    assertThat(catchThrowable(() -> sink.write(orders.subList(4, 6))))
        .isInstanceOf(SinkException.BatchRefused.class);
  }

  @Test
  void namesTheFirstAndTheLastWhereAllIdsDoNotFitAHeader() throws Exception {
    List<Delivery> orders = webhooks.orders(1_000);

    webhooks.open("batch", true, "batchSize", 1_000).write(orders);

    WebhookRequest request = webhooks.receiver.requests().getFirst();
    List<String> ids = new ArrayList<>(Webhooks.ids(orders));
    assertThat(request.header("webhook-delivery-ids")).isEmpty();
    assertThat(request.required("webhook-delivery-count")).isEqualTo("1000");
    assertThat(request.required("webhook-delivery-first")).isEqualTo(ids.getFirst());
    assertThat(request.required("webhook-delivery-last")).isEqualTo(ids.getLast());
  }
}
