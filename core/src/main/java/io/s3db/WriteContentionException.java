package io.s3db;

import java.time.Duration;

/**
 * A write that lost the race against other writers of the same record again and again; nothing was
 * written. The code is {@code WRITE_CONTENTION}.
 */
public final class WriteContentionException extends S3dbException {
  private static final long serialVersionUID = 1L;

  /** Says which record, and for how long it was tried. */
  public WriteContentionException(String resource, String id, int attempts, Duration time) {
    super(
        "WRITE_CONTENTION",
        "Cannot write record '%s' of '%s': others changed it before each of %d attempts in %d ms."
            .formatted(id, resource, attempts, time.toMillis()),
        "Try again later, or spread the writes over several records.");
  }
}
