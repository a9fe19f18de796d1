package io.s3db.sink.webhook;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one request tells: the same bytes under the same id, however often it is made.
 *
 * @param id for the receiver, to tell repetitions apart
 * @param body JSON
 * @param headers that say what is in it
 * @param ids of the deliveries it holds, in order
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record Message(String id, byte[] body, Map<String, String> headers, List<DeliveryId> ids) {
  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String DELIVERY_IDS = "webhook-delivery-ids";
  static final String DELIVERY_COUNT = "webhook-delivery-count";
  static final String DELIVERY_FIRST = "webhook-delivery-first";
  static final String DELIVERY_LAST = "webhook-delivery-last";

  /** Servers take headers of 8 KiB together, many no more. */
  private static final int LONGEST_HEADER = 4 * 1024;

  /** One change; its id is the one of the delivery. */
  static Message of(Delivery delivery, WebhookOptions.Payload payload) {
    return new Message(
        delivery.id().toString(),
        Json.bytes(entry(delivery, payload)),
        Map.of(),
        List.of(delivery.id()));
  }

  /**
   * Several changes. The id follows from those of the deliveries alone: another process that sends
   * the same ones together gives it the same id.
   */
  static Message ofBatch(List<Delivery> deliveries, WebhookOptions.Payload payload) {
    List<DeliveryId> ids = deliveries.stream().map(Delivery::id).toList();
    String list = ids.stream().map(DeliveryId::toString).collect(Collectors.joining(","));
    List<@Nullable Object> entries = new ArrayList<>(deliveries.size());
    deliveries.forEach(delivery -> entries.add(entry(delivery, payload)));
    byte[] body = Json.bytes(Map.of("batch", entries));
    return new Message(batchId(list), body, contents(ids, list), ids);
  }

  /** The id of a batch: it follows from the list of its deliveries, so a signature covers both. */
  static String batchId(String list) {
    return "batch_" + digest(list);
  }

  private static @Nullable Object entry(Delivery delivery, WebhookOptions.Payload payload) {
    return switch (payload) {
      case ENVELOPE -> Envelope.fields(delivery);
      case DATA -> {
        @Nullable Document data = delivery.data();
        yield data == null ? null : data.toMap();
      }
    };
  }

  private static Map<String, String> contents(List<DeliveryId> ids, String list) {
    String count = String.valueOf(ids.size());
    return list.length() <= LONGEST_HEADER
        ? Map.of(DELIVERY_COUNT, count, DELIVERY_IDS, list)
        : Map.of(
            DELIVERY_COUNT,
            count,
            DELIVERY_FIRST,
            ids.getFirst().toString(),
            DELIVERY_LAST,
            ids.getLast().toString());
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
