package io.s3db.catalog;

import io.s3db.S3dbException;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue that cannot be trusted: it is never healed, replaced or guessed at.
 *
 * <p>The message names what is wrong and where. The code is {@code CATALOG_CORRUPT}.
 */
public final class CatalogException extends S3dbException {
  private static final long serialVersionUID = 1L;

  CatalogException(String message, @Nullable Throwable cause) {
    super(
        "CATALOG_CORRUPT",
        "s3db.json cannot be used: " + message + ".",
        "Nothing was changed: restore the file from a copy, or correct it by hand.",
        cause);
  }
}
