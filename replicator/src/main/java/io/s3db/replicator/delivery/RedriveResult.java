package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.DeliveryId;

/**
 * What became of one dead letter that was to be sent again.
 *
 * @param id which delivery
 * @param outcome what became of it
 * @param detail why, in one sentence; empty if it was accepted
 */
public record RedriveResult(DeliveryId id, Outcome outcome, String detail) {
  /** What can become of it. */
  public enum Outcome {
    /** It was sent and accepted. */
    REDRIVEN,
    /** It was refused again, and stays a dead letter. */
    REFUSED,
    /** It now transforms to nothing, or its action is no longer listed; it stays a dead letter. */
    SKIPPED,
    /** A later change of the record was delivered since: it was not sent. */
    SUPERSEDED,
    /** There is no such dead letter, or it was redriven before. */
    NOT_FOUND,
    /** The route is not configured any more, or the destination is not running. */
    NOT_RUNNING,
    /**
     * The destination did not answer in time: it stays a dead letter unless it is accepted later.
     */
    WAITING
  }
}
