package io.s3db.value;

import io.s3db.json.JsNumber;
import org.jspecify.annotations.Nullable;

/** A bar code (EAN-8, UPC-A, EAN-13, GTIN-14): a digit for its length, then its digits. */
final class Barcode implements ShortForm {
  /** The lengths, at the index of their digit. */
  private static final int[] LENGTHS = {8, 13, 12, 14};

  private static final int USUAL = 13;

  @Override
  public String what() {
    return "a bar code of 8, 12, 13 or 14 digits";
  }

  @Override
  public @Nullable Object normal(Object value) {
    return switch (value) {
      case String text when indexOf(text.length()) >= 0 && Digits.areDecimal(text) -> text;
      case Number number -> ofNumber(JsNumber.text(number));
      default -> null;
    };
  }

  /** Zeros in front of a number are lost, so one of another length is taken for an EAN-13. */
  private static @Nullable String ofNumber(String digits) {
    boolean known = indexOf(digits.length()) >= 0;
    String padded = known ? digits : "0".repeat(Math.max(0, USUAL - digits.length())) + digits;
    return Digits.areDecimal(digits) && indexOf(padded.length()) >= 0 ? padded : null;
  }

  @Override
  public @Nullable String encode(Object value) {
    return normal(value) instanceof String text
        ? indexOf(text.length()) + Digits.padded(Long.parseLong(text), 1)
        : null;
  }

  @Override
  public @Nullable Object decode(String stored) {
    int index = stored.isEmpty() ? -1 : stored.charAt(0) - '0';
    if (index < 0 || index >= LENGTHS.length) {
      return null;
    }
    long number = Digits.parse(stored.substring(1), 99_999_999_999_999L);
    String digits = Long.toString(number);
    int missing = LENGTHS[index] - digits.length();
    return number < 0 || missing < 0 ? null : "0".repeat(missing) + digits;
  }

  private static int indexOf(int length) {
    for (int i = 0; i < LENGTHS.length; i++) {
      if (LENGTHS[i] == length) {
        return i;
      }
    }
    return -1;
  }
}
