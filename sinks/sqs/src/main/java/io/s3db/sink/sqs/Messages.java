package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.SinkException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of deliveries.
 *
 * @param options what they shall be like
 * @param claims where contents go that are too large
 */
record Messages(SqsOptions options, Claims claims) {
  /**
   * A message for a queue; by claim check if it is larger than the queue takes.
   *
   * @throws SinkException.Unavailable if its content is too large and cannot be kept now
   */
  Message make(Content content, QueueUrl queue, long mostBytes) throws SinkException {
    Delivery delivery = content.delivery();
    Map<String, String> attributes = attributes(delivery);
    String body = content.full();
    long bytes = Message.bytes(body, attributes);
    if (bytes > Math.min(mostBytes, options.claimCheckAbove())) {
      body = content.claim(claims);
      bytes = Message.bytes(body, attributes);
    }
    return new Message(
        delivery,
        body,
        attributes,
        groupId(delivery, queue),
        queue.isFifo() && options.deduplicationId() ? delivery.id().toString() : null,
        bytes);
  }

  private static Map<String, String> attributes(Delivery delivery) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("s3db-delivery-id", delivery.id().toString());
    attributes.put("s3db-version", delivery.version().toString());
    attributes.put("s3db-resource", BodyText.of(delivery.resource()));
    attributes.put("s3db-action", delivery.operation().word());
    return attributes;
  }

  private @Nullable String groupId(Delivery delivery, QueueUrl queue) {
    if (!queue.isFifo() && !options.fairQueues()) {
      return null;
    }
    String configured = options.messageGroupId();
    return configured == null ? GroupIds.of(delivery) : configured;
  }
}
