package io.s3db.value;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A length of time: milliseconds. Given as milliseconds, in ISO form from days down ({@code
 * P1DT2H}), or short ({@code 1h 30m}); read back in ISO form.
 */
final class Length implements ShortForm {
  private static final String NUMBER = "(\\d{1,12}(?:\\.\\d{1,12})?)";
  private static final Pattern ISO =
      Pattern.compile(
          "P(?!$)(?:N D)?(?:T(?=\\d)(?:N H)?(?:N M)?(?:N S)?)?"
              .replace(" ", "")
              .replace("N", NUMBER));
  private static final Pattern SHORT = Pattern.compile(NUMBER + "(ms|d|h|m|s)");
  private static final Pattern SHORTS = Pattern.compile("(?:\\s*" + NUMBER + "(?:ms|d|h|m|s))+");
  private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1_000};
  private static final long MOST = (1L << 53) - 1;

  @Override
  public String what() {
    return "a duration such as PT1H30M, 1h30m or a number of milliseconds";
  }

  /** Whole milliseconds, as a {@link Long}. */
  @Override
  public @Nullable Object normal(Object value) {
    BigDecimal millis =
        switch (value) {
          case Number number when Double.isFinite(number.doubleValue()) ->
              new BigDecimal(number.toString());
          case String text -> ofText(text.trim());
          default -> null;
        };
    boolean valid =
        millis != null
            && millis.signum() >= 0
            && millis.compareTo(BigDecimal.valueOf(MOST)) <= 0
            && millis.stripTrailingZeros().scale() <= 0;
    return valid && millis != null ? (Object) millis.longValue() : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    return normal(value) instanceof Long millis ? Digits.padded(millis, 1) : null;
  }

  @Override
  public @Nullable Object decode(String stored) {
    long millis = Digits.parse(stored, MOST);
    return millis < 0 ? null : iso(millis);
  }

  private static @Nullable BigDecimal ofText(String text) {
    Matcher iso = ISO.matcher(text);
    BigDecimal millis = BigDecimal.ZERO;
    if (iso.matches()) {
      for (int i = 0; i < UNITS.length; i++) {
        if (iso.group(i + 1) != null) {
          millis = millis.add(times(iso.group(i + 1), UNITS[i]));
        }
      }
      return millis;
    }
    if (!SHORTS.matcher(text).matches()) {
      return null;
    }
    Matcher part = SHORT.matcher(text);
    while (part.find()) {
      millis = millis.add(times(part.group(1), unit(part.group(2))));
    }
    return millis;
  }

  private static BigDecimal times(String number, long unit) {
    return new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
  }

  private static long unit(String word) {
    return word.equals("ms") ? 1 : UNITS["dhms".indexOf(word)];
  }

  private static String iso(long millis) {
    StringBuilder text = new StringBuilder("P");
    if (millis >= UNITS[0]) {
      text.append(millis / UNITS[0]).append('D');
    }
    long rest = millis % UNITS[0];
    if (rest > 0 || millis == 0) {
      text.append('T');
    }
    part(text, rest / UNITS[1], 'H');
    part(text, rest / UNITS[2] % 60, 'M');
    long seconds = rest / UNITS[3] % 60;
    if (rest % UNITS[3] > 0) {
      text.append("%d.%03dS".formatted(seconds, rest % UNITS[3]));
    } else if (millis == 0) {
      text.append("0S");
    } else {
      part(text, seconds, 'S');
    }
    return text.toString();
  }

  private static void part(StringBuilder text, long number, char unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
