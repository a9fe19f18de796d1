package io.s3db.value;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time of day {@code HH:mm:ss.SSS}: milliseconds since midnight. Of a time, that in UTC. */
final class TimeOfDay implements ShortForm {
  private static final Pattern FORM =
      Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,3})?)?");
  private static final long DAY = 86_400_000;

  @Override
  public String what() {
    return "a time of day such as 12:34:56.789";
  }

  @Override
  public @Nullable Object normal(Object value) {
    long millis = millis(value);
    return millis < 0 ? null : text(millis);
  }

  @Override
  public @Nullable String encode(Object value) {
    long millis = millis(value);
    return millis < 0 ? null : Digits.padded(millis, 1);
  }

  @Override
  public @Nullable Object decode(String stored) {
    long millis = Digits.parse(stored, DAY - 1);
    return millis < 0 ? null : text(millis);
  }

  private static long millis(Object value) {
    if (!(value instanceof String text)) {
      return -1;
    }
    if (FORM.matcher(text).matches()) {
      return LocalTime.parse(text).toNanoOfDay() / 1_000_000;
    }
    return text.indexOf('T') < 0
        ? -1
        : JsDate.parse(text)
            .map(time -> time.atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay() / 1_000_000)
            .orElse(-1L);
  }

  private static String text(long millis) {
    return "%02d:%02d:%02d.%03d"
        .formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60, millis % 1_000);
  }
}
