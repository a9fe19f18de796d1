package io.s3db.value;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A UUID: four groups of 32 bits, each six digits. Read back in lower case. */
final class Uuid implements ShortForm {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int GROUPS = 4;
  private static final int WIDTH = 6;
  private static final long MOST = 0xffff_ffffL;

  @Override
  public String what() {
    return "a UUID";
  }

  /** As given: validation does not change the case. */
  @Override
  public @Nullable Object normal(Object value) {
    return value instanceof String text && FORM.matcher(text).matches() ? text : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    if (!(normal(value) instanceof String text)) {
      return null;
    }
    String hex = text.replace("-", "");
    StringBuilder stored = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      stored.append(Digits.padded(Long.parseLong(hex, 8 * i, 8 * i + 8, 16), WIDTH));
    }
    return stored.toString();
  }

  @Override
  public @Nullable Object decode(String stored) {
    if (stored.length() != GROUPS * WIDTH) {
      return null;
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      long group = Digits.parse(stored.substring(WIDTH * i, WIDTH * (i + 1)), MOST);
      if (group < 0) {
        return null;
      }
      hex.append("%08x".formatted(group));
    }
    return hex.insert(20, '-').insert(16, '-').insert(12, '-').insert(8, '-').toString();
  }
}
