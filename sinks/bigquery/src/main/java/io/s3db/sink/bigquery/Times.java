package io.s3db.sink.bigquery;

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
 * has them. A time without a zone is taken as UTC; columns without a zone get UTC. BigQuery keeps
 * microseconds: what is finer is cut off.
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

  /** Microseconds since 1970. */
  static Optional<Long> micros(Object value) {
    return utc(value)
        .map(
            utc ->
                ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), utc));
  }

  /** Days since 1970. */
  static Optional<Integer> day(Object value) {
    return utc(value).map(utc -> Math.toIntExact(utc.toLocalDate().toEpochDay()));
  }

  /** A TIME or DATETIME as its literal. */
  static Optional<String> text(ColumnKind kind, Object value) {
    if (kind == ColumnKind.DATETIME) {
      return utc(value).map(utc -> utc.toLocalDate() + " " + time(utc.toLocalTime()));
    }
    return value instanceof String text
        ? parseTime(text.strip()).map(Times::time)
        : Optional.empty();
  }

  private static String time(LocalTime time) {
    return DateTimeFormatter.ISO_LOCAL_TIME.format(time.truncatedTo(ChronoUnit.MICROS));
  }

  private static Optional<LocalDateTime> utc(Object value) {
    try {
      return instant(value)
          .map(instant -> LocalDateTime.ofInstant(floor(instant), ZoneOffset.UTC))
          .filter(utc -> utc.getYear() >= 1 && utc.getYear() <= 9999);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Instant floor(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
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

  private static Optional<LocalTime> parseTime(String text) {
    try {
      return Optional.of(
          text.length() > 10 && text.charAt(10) == 'T'
              ? LocalTime.ofInstant(parse(text), ZoneOffset.UTC)
              : LocalTime.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
