package io.s3db.typed;

import io.s3db.S3dbException;
import org.jspecify.annotations.Nullable;

/** A type that cannot be mapped, or a value that does not fit its type. Names the component. */
public final class MappingException extends S3dbException {
  private static final long serialVersionUID = 1L;

  MappingException(String message, @Nullable String suggestion, @Nullable Throwable cause) {
    super("MAPPING_FAILED", message, suggestion, cause);
  }
}
