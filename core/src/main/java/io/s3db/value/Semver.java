package io.s3db.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version {@code major.minor.patch}: three decimal digits for each of the last two.
 *
 * <p>Versions whose minor or patch number has four digits have no stored form: {@code 1.2.1000}
 * would be read back as {@code 1.3.0}.
 */
final class Semver implements ShortForm {
  private static final Pattern FORM = Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");
  private static final long MINOR = 1_000;
  private static final long MAJOR = MINOR * MINOR;
  private static final long MOST = (1L << 53) - 1;

  @Override
  public String what() {
    return "a version such as 1.2.3, with minor and patch below 1000";
  }

  @Override
  public @Nullable Object normal(Object value) {
    Matcher matcher = FORM.matcher(value instanceof String text ? text.trim() : "");
    return matcher.matches()
        ? part(matcher, 1) + "." + part(matcher, 2) + "." + part(matcher, 3)
        : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    Matcher matcher = FORM.matcher(value instanceof String text ? text.trim() : "");
    if (!matcher.matches() || part(matcher, 2) >= MINOR || part(matcher, 3) >= MINOR) {
      return null;
    }
    long number = part(matcher, 1) * MAJOR + part(matcher, 2) * MINOR + part(matcher, 3);
    return number > MOST ? null : Digits.padded(number, 1);
  }

  @Override
  public @Nullable Object decode(String stored) {
    long number = Digits.parse(stored, MOST);
    return number < 0 ? null : number / MAJOR + "." + number / MINOR % MINOR + "." + number % MINOR;
  }

  private static long part(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }
}
