package io.s3db.replicator.spi;

/**
 * A delivery the destination refused: the record's fault, not the destination's.
 *
 * @param id which delivery
 * @param kind whether trying again can help
 * @param code the destination's own code, such as an SQLSTATE or HTTP status; refusals with the
 *     same code and target count as the same reason
 * @param message what the destination said, without secrets; shortened if it is very long
 */
public record Rejection(DeliveryId id, Kind kind, String code, String message) {
  /** Bounds the texts. */
  public Rejection {
    code = ErrorText.bounded(code);
    message = ErrorText.bounded(message);
  }

  /** Whether trying again can help. */
  public enum Kind {
    /** The same bytes will always be refused. */
    PERMANENT,
    /** It may be accepted later, with nothing changed. */
    RETRYABLE,
    /** It waits for another record: a foreign key, a unique value that is being moved. */
    DEPENDENT
  }
}
