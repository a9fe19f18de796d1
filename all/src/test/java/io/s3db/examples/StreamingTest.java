package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders as events: for fraud detection, fulfillment and analysts. */
class StreamingTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private static final String CREATED_AT = "2025-10-18T10:30:00.000Z";

  @Test
  void threeDestinationsGetDifferentPartsOfTheSameOrders() throws Exception {
    SqsQueue fraud = Example.queue("fraud-detection");
    WebhookReceiver fulfillment = EXAMPLE.receiver();
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "sqs",
                r ->
                    r.resource("orders", m -> m.transform(StreamingTest::risk))
                        .config(Example.sqs(fraud, "messageGroupId", "fraud")))
            .replicator(
                "webhook",
                r ->
                    r.resource(
                            "orders",
                            m -> m.transform(StreamingTest::shipment).actions(Operation.INSERT))
                        .config("url", fulfillment.url("/orders"))
                        .config(
                            "auth",
                            Map.of("type", "apikey", "header", "X-API-Key", "value", "f-k3y"))
                        .config("retries", 3))
            .replicator(
                "bigquery",
                r ->
                    r.resource("orders", m -> m.to("order_facts").transform(StreamingTest::facts))
                        .config(EXAMPLE.dataset("analytics", "orders")))
            .build();
    Resource orders =
        EXAMPLE
            .source(plugin)
            .createResource(
                "orders",
                r ->
                    r.attribute("userId", "string|required")
                        .attribute("total", "number|required")
                        .attribute("items", "json|optional")
                        .attribute("createdAt", "string|required")
                        .attribute("userOrderCount", "number|integer|required")
                        .attribute("shippingCountry", "string|required")
                        .attribute("shippingAddress", "json|required"));
    Map<String, Object> home = Map.of("street", "Main St 1", "city", "Berlin");
    Document order =
        Document.of("id", "small", "userId", "alice", "total", 999.5)
            .with("createdAt", CREATED_AT)
            .with("userOrderCount", 2)
            .with("shippingCountry", "US")
            .with("shippingAddress", home);
    orders.insert(order.with("items", List.of())); // nothing to divide by
    orders.insert(
        order
            .with("id", "large")
            .with("total", 6000)
            .with("userOrderCount", 1)
            .with("shippingCountry", "DE")
            .with("items", List.of(item("A", 1), item("B", 2))));
    orders.update("small", Document.of("total", 1000));
    Example.awaitReplicated(plugin);

    assertThat(Example.messages(fraud))
        .extracting(message -> message.document("data"))
        .containsExactlyInAnyOrder(
            suspicion("large", 6000, true, true), suspicion("small", 1000, false, false));
    assertThat(Example.bodies(fulfillment))
        .extracting(body -> body.document("data"))
        .containsExactlyInAnyOrder(
            Document.of("order_number", "small", "shipping_address", home, "items", List.of()),
            Document.of(
                "order_number",
                "large",
                "shipping_address",
                home,
                "items",
                List.of(Map.of("sku", "A", "quantity", 1), Map.of("sku", "B", "quantity", 2))));
    assertThat(fulfillment.requests())
        .allSatisfy(request -> assertThat(request.required("X-API-Key")).isEqualTo("f-k3y"));
    assertThat(EXAMPLE.rows("analytics", "orders", "order_facts"))
        .containsExactlyInAnyOrder(fact("small", 1000, 0, 1000), fact("large", 6000, 2, 3000));
  }

  private static Document suspicion(String id, int total, boolean first, boolean largeAndAbroad) {
    return Document.of(
        "order_id",
        id,
        "amount",
        total,
        "customer_id",
        "alice",
        "risk_factors",
        Document.of(
            "is_first_order", first,
            "is_large_amount", largeAndAbroad,
            "is_international", largeAndAbroad));
  }

  private static Document fact(String id, int total, int items, int average) {
    return Document.of(
        "order_id", id,
        "order_timestamp", CREATED_AT,
        "total_usd", total,
        "customer_id", "alice",
        "items_count", items,
        "avg_item_value", average);
  }

  private static @Nullable Document risk(Document data) {
    double total = data.number("total");
    if (total < 1000) {
      return null;
    }
    return Document.of(
        "order_id",
        data.id(),
        "amount",
        total,
        "customer_id",
        data.text("userId"),
        "risk_factors",
        Document.of(
            "is_first_order",
            data.integer("userOrderCount") == 1,
            "is_large_amount",
            total > 5000,
            "is_international",
            !data.text("shippingCountry").equals("US")));
  }

  private static Document shipment(Document data) {
    List<Document> items = new ArrayList<>();
    for (Object each : data.list("items")) {
      Document item = Document.of("it", each).document("it");
      items.add(Document.of("sku", item.text("sku"), "quantity", item.integer("quantity")));
    }
    return Document.of(
        "order_number", data.id(),
        "shipping_address", data.document("shippingAddress"),
        "items", items);
  }

  private static Document facts(Document data) {
    int items = data.list("items").size();
    return Document.of(
        "order_id", data.id(),
        "order_timestamp", data.text("createdAt"),
        "total_usd", data.number("total"),
        "customer_id", data.text("userId"),
        "items_count", items,
        "avg_item_value", data.number("total") / (items == 0 ? 1 : items));
  }

  private static Map<String, Object> item(String sku, int quantity) {
    return Map.of("sku", sku, "quantity", quantity, "price", 1.5);
  }
}
