package io.s3db;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as JavaScript's {@code toISOString} writes them: UTC, always three digits of milliseconds.
 */
public final class IsoTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private IsoTime() {}

  /** For example {@code 2025-10-18T10:30:00.000Z}. */
  public static String text(Instant time) {
    return FORMAT.format(time);
  }
}
