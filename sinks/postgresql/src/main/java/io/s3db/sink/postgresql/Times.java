package io.s3db.sink.postgresql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Times for time columns: from ISO text, and from numbers of milliseconds since 1970 as JavaScript
 * has them. A time without a zone is taken as UTC; columns without a zone get UTC.
 */
final class Times {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  static Optional<String> text(ValueKind kind, Object value) {
    try {
      if (kind == ValueKind.TIME) {
        return value instanceof String text ? Optional.of(time(text)) : Optional.empty();
      }
      return instant(value).map(instant -> text(kind, instant));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** A time as PostgreSQL keeps it, in microseconds; from its text or from ours. */
  static Optional<String> micros(ValueKind kind, String text) {
    try {
      Instant instant = parse(text.strip());
      Instant rounded = instant.plusNanos(500).truncatedTo(ChronoUnit.MICROS);
      return Optional.of(text(kind, rounded));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String text(ValueKind kind, Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    if (utc.getYear() < 1 || utc.getYear() > 9999) {
      throw new DateTimeException("year " + utc.getYear());
    }
    return switch (kind) {
      case DATE -> utc.toLocalDate().toString();
      case TIMESTAMP -> utc.toString();
      default -> instant.toString();
    };
  }

  private static Optional<Instant> instant(Object value) {
    return switch (value) {
      case Long millis -> Optional.of(Instant.ofEpochMilli(millis));
      case Double millis when millis == Math.rint(millis) && Math.abs(millis) < 1e15 ->
          Optional.of(Instant.ofEpochMilli(millis.longValue()));
      case String text -> Optional.of(parse(text.strip()));
      default -> Optional.empty();
    };
  }

  private static Instant parse(String text) {
    TemporalAccessor parsed =
        ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return switch (parsed) {
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
      default -> throw new DateTimeParseException("no time", text, 0);
    };
  }

  private static String time(String text) {
    String stripped = text.strip();
    return stripped.length() > 10 && stripped.charAt(10) == 'T'
        ? LocalTime.ofInstant(parse(stripped), ZoneOffset.UTC).toString()
        : LocalTime.parse(stripped).toString();
  }
}
