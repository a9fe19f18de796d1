package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The fulfillment system, called once for each new order, with its key. */
final class Fulfillment implements Witness {
  private final String apiKey;
  private final Set<String> accepted = new HashSet<>();
  private final Map<String, List<Document>> byOrder = new ConcurrentHashMap<>();
  private boolean failNext;
  private int failures;
  private long intruders;

  /**
   * The system behind a receiver.
   *
   * @param apiKey what a caller must send in X-API-Key
   */
  Fulfillment(WebhookReceiver receiver, String apiKey) {
    this.apiKey = apiKey;
    receiver.answer(this::receive);
  }

  @Override
  public String replicator() {
    return "fulfillment";
  }

  @Override
  public String resource() {
    return OrderStream.RESOURCE;
  }

  @Override
  public boolean shows(String id) {
    return byOrder.containsKey(id);
  }

  /** Takes an order, unless it is told to be out of order this once. */
  private synchronized WebhookAnswer receive(WebhookRequest request) {
    if (failNext) {
      failNext = false;
      failures++;
      return WebhookAnswer.status(503);
    }
    if (request.header("X-API-Key").filter(apiKey::equals).isEmpty()) {
      intruders++;
      return WebhookAnswer.status(401);
    }
    // A repetition has the same webhook-id: a receiver that remembers ids takes it once.
    if (accepted.add(request.required("webhook-id"))) {
      Document body = request.document();
      byOrder
          .computeIfAbsent(body.document("data").text("order_number"), _ -> new ArrayList<>())
          .add(body);
    }
    return WebhookAnswer.status(204);
  }

  /** Answers the next call with 503. */
  synchronized void failOnce() {
    failNext = true;
  }

  /** How many calls were answered with 503. */
  synchronized int failures() {
    return failures;
  }

  @Override
  public synchronized Comparison compare(Source source) {
    Map<String, List<Predicate<Document>>> expected = new HashMap<>();
    source
        .ledger()
        .histories()
        .forEach(
            (id, history) ->
                expected.put(
                    id,
                    history.stream()
                        .filter(write -> write.operation() == Operation.INSERT)
                        .<Predicate<Document>>map(write -> message -> tells(message, write))
                        .toList()));
    Comparison found = Messages.compare(expected, byOrder);
    return new Comparison(
        found.expected(), found.missing(), found.different(), found.extra() + intruders);
  }

  private static boolean tells(Document message, Written write) {
    Document order = write.record();
    Document data = message.document("data");
    return Messages.isEnvelope(message, OrderStream.RESOURCE, write, false)
        && data.names().equals(Set.of("order_number", "shipping_address", "items"))
        && data.document("shipping_address").equals(order.document("shippingAddress"))
        && data.list("items").equals(items(order));
  }

  private static List<@Nullable Object> items(Document order) {
    List<@Nullable Object> items = new ArrayList<>();
    for (@Nullable Object each : order.list("items")) {
      if (each instanceof Map<?, ?> item) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("sku", item.get("sku"));
        line.put("quantity", item.get("quantity"));
        items.add(line);
      }
    }
    return items;
  }
}
