package io.s3db;

import org.jspecify.annotations.Nullable;

/**
 * A write whose effect nobody knows: the store was asked, and no answer came back.
 *
 * <p>It may have taken effect, now or later. Nothing guesses: read the record to see, or write
 * again.
 */
public class OutcomeUnknownException extends S3dbException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says which write is in doubt. */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(
        "OUTCOME_UNKNOWN",
        message,
        "It may have taken effect: read the record before writing again.",
        cause);
  }
}
