package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ReplicatorPlugin;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders for dashboards, with what analysts would have to compute. */
class DashboardTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  /** A Saturday. */
  private static final String CREATED_AT = "2025-10-18T10:30:00.000Z";

  @Test
  void anOrderIsARowOfFourteenFieldsForTheDashboard() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "bigquery",
                r ->
                    r.resource(
                            "orders",
                            m -> m.to("order_analytics").transform(DashboardTest::analytics))
                        .config(EXAMPLE.dataset("analytics-prod", "real_time_orders")))
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
                        .attribute("currency", "string|required")
                        .attribute("paymentMethod", "string|required")
                        .attribute("exchangeRate", "number|optional"));
    Document order =
        Document.of(
            "id", "o-1",
            "userId", "alice",
            "total", 299.5,
            "currency", "USD",
            "paymentMethod", "card",
            "createdAt", CREATED_AT);
    orders.insert(order.with("items", List.of(Map.of("sku", "A"), Map.of("sku", "B"))));
    orders.insert(
        order
            .with("id", "o-2")
            .with("total", 2000)
            .with("currency", "EUR")
            .with("exchangeRate", 1.5));
    Example.awaitReplicated(plugin);

    List<Document> rows = EXAMPLE.rows("analytics-prod", "real_time_orders", "order_analytics");
    assertThat(rows).allSatisfy(row -> assertThat(row.names()).hasSize(14));
    rows.forEach(row -> Example.assertIsOfNow(row, "synced_at"));
    Document common =
        Document.of(
            "order_date",
            CREATED_AT,
            "customer_id",
            "alice",
            "payment_method",
            "card",
            "day_of_week",
            6,
            "hour_of_day",
            10,
            "data_version",
            "2.1");
    assertThat(rows)
        .extracting(row -> row.without("synced_at"))
        .containsExactlyInAnyOrder(
            common.with(
                Document.of(
                    "order_id",
                    "o-1",
                    "total_amount",
                    299.5,
                    "currency",
                    "USD",
                    "order_value_usd",
                    299.5,
                    "is_large_order",
                    false,
                    "is_international",
                    false,
                    "items_count",
                    2)),
            common.with(
                Document.of(
                    "order_id",
                    "o-2",
                    "total_amount",
                    2000,
                    "currency",
                    "EUR",
                    "order_value_usd",
                    3000,
                    "is_large_order",
                    true,
                    "is_international",
                    true,
                    "items_count",
                    0)));
  }

  private static Document analytics(Document data, ContextTransform.Context context) {
    double total = data.number("total");
    boolean dollars = data.text("currency").equals("USD");
    ZonedDateTime created = data.instant("createdAt").atZone(ZoneOffset.UTC);
    return Document.of(
        "order_id", data.id(),
        "order_date", data.text("createdAt"),
        "customer_id", data.text("userId"),
        "total_amount", total,
        "currency", data.text("currency"),
        "payment_method", data.text("paymentMethod"),
        "order_value_usd", dollars ? total : total * data.number("exchangeRate", 1),
        "is_large_order", total > 1000,
        "is_international", !dollars,
        "items_count", data.list("items").size(),
        "day_of_week", created.getDayOfWeek().getValue() % 7, // Sunday is 0
        "hour_of_day", created.getHour(),
        "synced_at", context.changedAt(),
        "data_version", "2.1");
  }
}
