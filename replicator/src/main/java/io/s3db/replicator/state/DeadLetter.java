package io.s3db.replicator.state;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import java.time.Instant;

/**
 * A delivery that was refused for good, with everything needed to send it again.
 *
 * @param replicator the destination that refused it
 * @param id which delivery
 * @param target the destination's name of the resource
 * @param event the change, in full
 * @param code the destination's code, or {@code TRANSFORM}
 * @param error what the destination said
 * @param attempts how often it was tried
 * @param buriedAt when it was given up
 * @param status what became of it since
 */
public record DeadLetter(
    String replicator,
    DeliveryId id,
    String target,
    ChangeEvent event,
    String code,
    String error,
    int attempts,
    Instant buriedAt,
    Status status) {
  /** What became of a dead letter. */
  public enum Status {
    /** It waits for somebody to redrive it. */
    DEAD,
    /** A later change of its key was delivered: a mirror no longer needs it. */
    SUPERSEDED,
    /** It was sent again and accepted. */
    REDRIVEN
  }
}
