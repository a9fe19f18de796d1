package io.s3db.sink.webhook;

/**
 * A request that is not to be believed. Answer it with 401, and do nothing else.
 *
 * <p>Messages name what is wrong, and hold neither secrets nor signatures.
 */
public final class WebhookVerificationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong. */
  public enum Reason {
    /** A header is missing, or is there more than once. */
    HEADER_MISSING,
    /** A header is there, and not in the form it must have. */
    HEADER_MALFORMED,
    /** It was sent too long ago: somebody may have kept it, or the clocks differ. */
    TOO_OLD,
    /** It says that it was sent in the future: the clocks differ. */
    TOO_NEW,
    /** No signature fits: another secret, or a body that was changed on the way. */
    SIGNATURE_WRONG
  }

  WebhookVerificationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
