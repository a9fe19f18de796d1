package io.s3db.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes to be written could not be read to their end: whatever store they were on their way to
 * has not got them.
 */
public final class BodyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what could not be read, and why. */
  public BodyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
