package io.s3db.sink.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long a receiver asks to be left alone, in its header {@code Retry-After}: seconds, or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110</a>
 */
final class RetryAfter {
  /** Nobody is left alone for longer: who wants more asks again. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * Reads the header; nothing if it is absent or makes no sense.
   *
   * @param now for a date, if the answer does not say what time the receiver takes it to be
   */
  static Optional<Duration> of(Reply reply, Instant now) {
    return reply
        .headers()
        .firstValue("retry-after")
        .map(String::strip)
        .flatMap(
            text -> text.matches("\\d+") ? Optional.of(seconds(text)) : until(text, reply, now));
  }

  private static Duration seconds(String digits) {
    return digits.length() > 9 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Optional<Duration> until(String text, Reply reply, Instant now) {
    Instant there = reply.headers().firstValue("date").flatMap(RetryAfter::date).orElse(now);
    return date(text).map(date -> bounded(Duration.between(there, date)));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
