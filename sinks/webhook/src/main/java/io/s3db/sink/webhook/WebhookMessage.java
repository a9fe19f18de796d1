package io.s3db.sink.webhook;

import java.time.Instant;
import java.util.List;

/**
 * A message whose signature and age are right.
 *
 * @param id the {@code webhook-id}: equal on every repetition
 * @param sentAt when this attempt was made, to the second; when the record changed is in the body
 * @param deliveries the ids of the changes in the body, in order; empty if the sender did not name
 *     them all
 * @param repeated whether a message with this id was {@link WebhookVerifier#accepted accepted}
 *     before: answer it with a success, and do nothing
 */
public record WebhookMessage(String id, Instant sentAt, List<String> deliveries, boolean repeated) {
  /** Copies the ids. */
  public WebhookMessage {
    deliveries = List.copyOf(deliveries);
  }
}
