package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.Replicator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shop: one order goes to a fraud detection if it is large, to the fulfillment system if it is
 * new, and to the analysts always.
 */
final class OrderStream {
  static final String RESOURCE = "orders";
  static final String FACTS_TABLE = "order_facts";

  private OrderStream() {}

  static ResourceDefinition orders() {
    return ResourceDefinition.named(RESOURCE)
        .attribute("userId", "string|required")
        .attribute("userOrderCount", "number|integer|required")
        .attribute("total", "number|required")
        .attribute("shippingCountry", "string|required")
        .attribute("shippingAddress", "json|required")
        .attribute("items", "json|required")
        .timestamps(true)
        .build();
  }

  static Replicator fraud(Places places) {
    return Replicator.builder("sqs")
        .id("order-fraud")
        .resource(RESOURCE, m -> m.transform(OrderStream::risk))
        .config("region", "us-east-1")
        .config("endpoint", places.sqsEndpoint())
        .config("credentials", Map.of("accessKeyId", "demo", "secretAccessKey", "demo"))
        .config("queueUrl", places.orderFraudQueue())
        .config("messageGroupId", "fraud")
        .build();
  }

  private static @Nullable Document risk(Document data) {
    if (data.number("total") < 1000) {
      return null; // only high-value orders
    }
    return Document.of(
        "order_id",
        data.id(),
        "amount",
        data.number("total"),
        "customer_id",
        data.text("userId"),
        "risk_factors",
        Document.of(
            "is_first_order",
            data.integer("userOrderCount") == 1,
            "is_large_amount",
            data.number("total") > 5000,
            "is_international",
            !data.text("shippingCountry").equals("US")));
  }

  static Replicator fulfillment(Places places) {
    return Replicator.builder("webhook")
        .id("fulfillment")
        .resource(
            RESOURCE,
            m -> m.actions(Operation.INSERT).transform(OrderStream::shipment)) // only new orders
        .config("url", places.fulfillmentUrl())
        .config("auth", Map.of("type", "apikey", "header", "X-API-Key", "value", places.apiKey()))
        .config("retries", 3)
        .build();
  }

  private static Document shipment(Document data) {
    List<Document> items = new ArrayList<>();
    for (@Nullable Object each : data.list("items")) {
      if (each instanceof Map<?, ?> item) {
        items.add(Document.of("sku", item.get("sku"), "quantity", item.get("quantity")));
      }
    }
    return Document.of(
        "order_number",
        data.id(),
        "shipping_address",
        data.document("shippingAddress"),
        "items",
        items);
  }

  static Replicator analytics(Places places) {
    return Replicator.builder("bigquery")
        .id("order-analytics")
        .resource(RESOURCE, m -> m.to(FACTS_TABLE).key("order_id").transform(OrderStream::facts))
        .config("projectId", "analytics")
        .config("datasetId", "orders")
        .config(places.bigquery())
        .build();
  }

  private static Document facts(Document data) {
    int items = data.list("items").size();
    return Document.of(
        "order_id", data.id(),
        "order_timestamp", data.text("createdAt"),
        "total_usd", data.number("total"),
        "customer_id", data.text("userId"),
        "items_count", items,
        "avg_item_value", data.number("total") / Math.max(1, items));
  }
}
