package io.s3db.demo;

import io.s3db.Document;
import java.util.Set;

/** Orders of at least 1,000, as the fraud detection gets them. */
final class OrderFraudQueue implements QueueWitness.Story {
  @Override
  public String replicator() {
    return "order-fraud";
  }

  @Override
  public String resource() {
    return OrderStream.RESOURCE;
  }

  @Override
  public boolean isTold(Document order) {
    return order.number("total") >= 1000;
  }

  @Override
  public boolean shows(Document told, Document order, Document message) {
    double total = order.number("total");
    Document risks = told.document("risk_factors");
    return told.names().equals(Set.of("order_id", "amount", "customer_id", "risk_factors"))
        && told.text("order_id").equals(order.id())
        && told.number("amount") == total
        && told.text("customer_id").equals(order.text("userId"))
        && risks.bool("is_first_order") == (order.integer("userOrderCount") == 1)
        && risks.bool("is_large_amount") == total > 5000
        && risks.bool("is_international") != order.text("shippingCountry").equals("US");
  }
}
