package io.s3db.replicator.log;

import io.s3db.replicator.spi.DeliveryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;

/** Ids of log records: {@code 20251018T103000123-REPLICATOR-DELIVERY}. They sort by time. */
final class LogIds {
  private static final int TIME_LENGTH = 18;
  // appendPattern("SSS") right after "ss" could not be read back.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuuMMdd'T'HHmmss")
          .appendValue(ChronoField.MILLI_OF_SECOND, 3)
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private LogIds() {}

  static String of(Instant at, String replicator, DeliveryId delivery) {
    return TIME.format(at) + "-" + replicator + "-" + delivery;
  }

  /** When the record of an id was written, if the id is one of ours. */
  static Optional<Instant> time(String id) {
    if (id.length() <= TIME_LENGTH || id.charAt(TIME_LENGTH) != '-') {
      return Optional.empty();
    }
    try {
      return Optional.of(TIME.parse(id.substring(0, TIME_LENGTH), Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
