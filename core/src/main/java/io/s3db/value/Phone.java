package io.s3db.value;

import org.jspecify.annotations.Nullable;

/**
 * A phone number of 7 to 15 digits: the digits as a number. Read back as {@code +} and digits.
 *
 * <p>A number that starts with 0 has no stored form, because the zero would be lost.
 */
final class Phone implements ShortForm {
  private static final int LEAST = 7;
  private static final int MOST = 15;

  @Override
  public String what() {
    return "a phone number in international form, not starting with 0";
  }

  @Override
  public @Nullable Object normal(Object value) {
    String bare = value instanceof String text ? text.replaceAll("[\\s().-]", "") : "";
    String digits = bare.startsWith("+") ? bare.substring(1) : bare;
    boolean valid =
        Digits.areDecimal(digits) && digits.length() >= LEAST && digits.length() <= MOST;
    return valid ? "+" + digits : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    return normal(value) instanceof String text && text.charAt(1) != '0'
        ? Digits.padded(Long.parseLong(text.substring(1)), 1)
        : null;
  }

  @Override
  public @Nullable Object decode(String stored) {
    long digits = Digits.parse(stored, 999_999_999_999_999L);
    return digits < 1 ? null : "+" + digits;
  }
}
