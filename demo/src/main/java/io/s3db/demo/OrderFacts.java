package io.s3db.demo;

import io.s3db.Document;
import java.util.Map;
import java.util.Objects;

/** The analysts' table of orders, read with plain REST requests. */
record OrderFacts(BigqueryRows rows) implements Witness {
  @Override
  public String replicator() {
    return "order-analytics";
  }

  @Override
  public String resource() {
    return OrderStream.RESOURCE;
  }

  @Override
  public boolean shows(String id) throws Exception {
    return rows.has(id);
  }

  @Override
  public Comparison compare(Source source) throws Exception {
    return rows.compare(source.records(), OrderFacts::same);
  }

  private static boolean same(Map<String, String> row, Document order) {
    double total = order.number("total");
    int items = order.list("items").size();
    return BigqueryRows.time(row.get("order_timestamp")).equals(order.instant("createdAt"))
        && Double.parseDouble(row.get("total_usd")) == total
        && Objects.equals(row.get("customer_id"), order.text("userId"))
        && Objects.equals(row.get("items_count"), String.valueOf(items))
        && Double.parseDouble(row.get("avg_item_value")) == total / items;
  }
}
