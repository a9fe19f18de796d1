package io.s3db.replicator.spi;

import io.s3db.Document;
import io.s3db.IsoTime;

/**
 * What receivers of messages are told of a change, with exactly these fields, in this order:
 *
 * <pre>{@code
 * { "resource": "orders", "action": "update", "timestamp": "2025-01-15T10:30:00.000Z",
 *   "before": { … }, "data": { … } }
 * }</pre>
 *
 * <p>{@code before} is there for updates only, and only where the route made something of the
 * record before. The data of a delete is the last record. The timestamp is the time of the change,
 * in UTC with milliseconds, and so the same on every repetition.
 */
public final class Envelope {
  private Envelope() {}

  /** The envelope of a delivery. */
  public static Document of(Delivery delivery) {
    Document.Builder envelope = head(delivery);
    if (delivery.before() != null) {
      envelope.put("before", delivery.before());
    }
    return envelope.put("data", delivery.data()).build();
  }

  /** An envelope that says where its content lies instead of holding it: {@code claimCheck}. */
  public static Document of(Delivery delivery, Claim claim) {
    return head(delivery).put("claimCheck", claim.toDocument()).build();
  }

  private static Document.Builder head(Delivery delivery) {
    return Document.builder()
        .put("resource", delivery.resource())
        .put("action", delivery.operation().word())
        .put("timestamp", IsoTime.text(delivery.changedAt()));
  }
}
