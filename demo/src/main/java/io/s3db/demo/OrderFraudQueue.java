package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Orders of at least 1,000, as the fraud detection consumes them: every change, in order. */
record OrderFraudQueue(Consumer consumer) implements Witness {
  @Override
  public String replicator() {
    return "order-fraud";
  }

  @Override
  public String resource() {
    return OrderStream.RESOURCE;
  }

  @Override
  public boolean expects(Document inserted) {
    return isLarge(inserted);
  }

  @Override
  public boolean shows(String id) {
    return consumer.hasSeen(id);
  }

  @Override
  public Comparison compare(Source source) {
    Map<String, List<Predicate<Document>>> expected = new HashMap<>();
    source
        .ledger()
        .histories()
        .forEach(
            (id, history) ->
                expected.put(
                    id,
                    history.stream()
                        .filter(write -> isLarge(write.record()))
                        .<Predicate<Document>>map(write -> message -> tells(message, write))
                        .toList()));
    return Messages.compare(expected, consumer.messages());
  }

  private static boolean tells(Document message, Written write) {
    @Nullable Document before = large(write.before(), write.operation());
    return Messages.isEnvelope(message, OrderStream.RESOURCE, write, before != null)
        && isAbout(message.document("data"), write.record())
        && (before == null || isAbout(message.document("before"), before));
  }

  private static boolean isAbout(Document data, Document order) {
    double total = order.number("total");
    Document risks = data.document("risk_factors");
    return data.names().equals(Set.of("order_id", "amount", "customer_id", "risk_factors"))
        && data.text("order_id").equals(order.id())
        && data.number("amount") == total
        && data.text("customer_id").equals(order.text("userId"))
        && risks.bool("is_first_order") == (order.integer("userOrderCount") == 1)
        && risks.bool("is_large_amount") == total > 5000
        && risks.bool("is_international") != order.text("shippingCountry").equals("US");
  }

  /** What an update tells of the record before: nothing if that was not told either. */
  private static @Nullable Document large(@Nullable Document before, Operation operation) {
    return operation == Operation.UPDATE && before != null && isLarge(before) ? before : null;
  }

  private static boolean isLarge(Document order) {
    return order.number("total") >= 1000;
  }
}
