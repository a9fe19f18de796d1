package io.s3db.value;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A MAC address: its 48 bits as nine digits. Read back in lower case with colons. */
final class Mac implements ShortForm {
  private static final Pattern FORM =
      Pattern.compile(
          "[0-9a-f]{12}|([0-9a-f]{2}[:-]){5}[0-9a-f]{2}|([0-9a-f]{4}\\.){2}[0-9a-f]{4}");
  private static final int WIDTH = 9;

  @Override
  public String what() {
    return "a MAC address";
  }

  @Override
  public @Nullable Object normal(Object value) {
    String lower = value instanceof String text ? text.trim().toLowerCase(Locale.ROOT) : "";
    return FORM.matcher(lower).matches() ? colons(lower.replaceAll("[:.-]", "")) : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    return normal(value) instanceof String text
        ? Digits.padded(Long.parseLong(text.replace(":", ""), 16), WIDTH)
        : null;
  }

  @Override
  public @Nullable Object decode(String stored) {
    long bits = stored.length() == WIDTH ? Digits.parse(stored, (1L << 48) - 1) : -1;
    return bits < 0 ? null : colons("%012x".formatted(bits));
  }

  private static String colons(String hex) {
    StringBuilder text = new StringBuilder(hex);
    for (int i = 10; i > 0; i -= 2) {
      text.insert(i, ':');
    }
    return text.toString();
  }
}
