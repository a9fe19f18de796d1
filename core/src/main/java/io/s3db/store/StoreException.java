package io.s3db.store;

import io.s3db.S3dbException;
import org.jspecify.annotations.Nullable;

/**
 * The store did not do what it was asked, and it is certain that nothing was written.
 *
 * <p>Where that is not certain, {@link io.s3db.OutcomeUnknownException} is thrown instead.
 */
public class StoreException extends S3dbException {
  private static final long serialVersionUID = 1L;

  private final boolean retriable;

  /** Makes one; {@code retriable} if the same request may succeed later. */
  public StoreException(
      String code,
      boolean retriable,
      String message,
      @Nullable String suggestion,
      @Nullable Throwable cause) {
    super(code, message, suggestion, cause);
    this.retriable = retriable;
  }

  /** Whether the same request may succeed later: throttled, refused connection, failed read. */
  public boolean retriable() {
    return retriable;
  }
}
