package io.s3db.write;

import io.s3db.S3dbException;

/**
 * A record was written under a later definition of its resource than the one at hand: another
 * process has changed it. The code is {@code SCHEMA_CHANGED}.
 */
public final class StaleFormatException extends S3dbException {
  private static final long serialVersionUID = 1L;

  private final long definition;

  StaleFormatException(String resource, String id, long definition, long ours) {
    super(
        "SCHEMA_CHANGED",
        "Record '%s' of '%s' was written under definition v%d, and ours is v%d."
            .formatted(id, resource, definition, ours),
        "Read the catalogue again.");
    this.definition = definition;
  }

  /** The number of the definition under which the record was written. */
  public long definition() {
    return definition;
  }
}
