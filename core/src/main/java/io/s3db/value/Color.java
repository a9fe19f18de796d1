package io.s3db.value;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A colour {@code #rrggbb}: its 24 bits as five digits. */
final class Color implements ShortForm {
  private static final Pattern FORM = Pattern.compile("#?([0-9a-f]{3}|[0-9a-f]{6})");
  private static final int WIDTH = 5;

  @Override
  public String what() {
    return "a colour such as #ff5733";
  }

  @Override
  public @Nullable Object normal(Object value) {
    String lower = value instanceof String text ? text.trim().toLowerCase(Locale.ROOT) : "";
    if (!FORM.matcher(lower).matches()) {
      return null;
    }
    String hex = lower.startsWith("#") ? lower.substring(1) : lower;
    return "#" + (hex.length() == 3 ? hex.replaceAll("[0-9a-f]", "$0$0") : hex);
  }

  @Override
  public @Nullable String encode(Object value) {
    return normal(value) instanceof String text
        ? Digits.padded(Long.parseLong(text.substring(1), 16), WIDTH)
        : null;
  }

  @Override
  public @Nullable Object decode(String stored) {
    long bits = stored.length() == WIDTH ? Digits.parse(stored, 0xff_ffff) : -1;
    return bits < 0 ? null : "#%06x".formatted(bits);
  }
}
