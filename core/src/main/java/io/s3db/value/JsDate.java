package io.s3db.value;

import io.s3db.json.JsText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as JavaScript's {@code new Date} takes them, of the ISO forms: a year, month or day (UTC),
 * a time with a zone, a number of milliseconds.
 *
 * <p>A time without a zone counts as UTC here, where JavaScript takes that of the machine. Other
 * forms, which JavaScript leaves to the engine, are no times. Years are 0 to 9999.
 */
public final class JsDate {
  private static final long MIN_MILLIS = -62_167_219_200_000L;
  private static final long MAX_MILLIS = 253_402_300_799_999L;
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern ZONED = Pattern.compile(".*(Z|[+-]\\d{2}:\\d{2})");

  private JsDate() {}

  /** The time a text or a number of milliseconds stands for; nothing if it is none. */
  public static Optional<Instant> parse(Object value) {
    try {
      return switch (value) {
        case Number millis -> ofMillis(millis.doubleValue());
        case String text -> ofText(JsText.trim(text));
        default -> Optional.empty();
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> ofMillis(double millis) {
    return millis >= MIN_MILLIS && millis <= MAX_MILLIS
        ? Optional.of(Instant.ofEpochMilli((long) millis))
        : Optional.empty();
  }

  private static Optional<Instant> ofText(String text) {
    Instant time;
    if (YEAR.matcher(text).matches()) {
      time = day(text + "-01-01");
    } else if (MONTH.matcher(text).matches()) {
      time = day(text + "-01");
    } else if (DAY.matcher(text).matches()) {
      time = day(text);
    } else {
      String iso = text.replaceFirst(" ", "T");
      time =
          ZONED.matcher(iso).matches()
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
    return ofMillis((double) time.toEpochMilli());
  }

  private static Instant day(String text) {
    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
