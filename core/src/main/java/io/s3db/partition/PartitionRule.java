package io.s3db.partition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule text of a partition field, such as {@code date|maxlength:10}.
 *
 * <p>First {@code maxlength:N} cuts a text to N UTF-16 units; then, if the rule contains {@code
 * date}, a text that is a time becomes its day in UTC. Other rules change nothing.
 *
 * <p>JavaScript reads many more forms of dates than ISO; here these are read: ISO dates and times,
 * and year, month and day with one or two digits separated by {@code -}. A time without a zone is
 * taken as UTC, where JavaScript would take the zone of the machine. Other texts stay.
 */
final class PartitionRule {
  private static final Pattern MAX_LENGTH = Pattern.compile("maxlength:(\\d{1,9})");
  private static final Pattern LOOSE_DAY = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");

  private PartitionRule() {}

  static Object apply(String rule, Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    String cut = cut(rule, text);
    return rule.contains("date") ? day(cut) : cut;
  }

  private static String cut(String rule, String text) {
    Matcher limit = MAX_LENGTH.matcher(rule);
    return limit.find() && Integer.parseInt(limit.group(1)) < text.length()
        ? text.substring(0, Integer.parseInt(limit.group(1)))
        : text;
  }

  private static String day(String text) {
    return text.contains("T") && text.contains("Z")
        ? text.substring(0, text.indexOf('T'))
        : parse(text).map(LocalDate::toString).orElse(text);
  }

  private static Optional<LocalDate> parse(String text) {
    Matcher loose = LOOSE_DAY.matcher(text);
    try {
      if (loose.matches()) {
        return Optional.of(
            LocalDate.of(number(loose.group(1)), number(loose.group(2)), number(loose.group(3))));
      }
      Instant time =
          zoned(text)
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      return Optional.of(LocalDate.ofInstant(time, ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean zoned(String text) {
    return text.matches(".*[+-]\\d{2}:\\d{2}");
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
