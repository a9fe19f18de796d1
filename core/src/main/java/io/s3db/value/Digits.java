package io.s3db.value;

/** Whole numbers below 2^53 as base 62 of a fixed width. */
final class Digits {
  private Digits() {}

  /** The digits, with zeros in front up to a width. */
  static String padded(long number, int width) {
    String digits = Base62.encode((double) number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** The number, or -1 if the text is none or is more than the limit. */
  static long parse(String digits, long limit) {
    double number = digits.isEmpty() ? Double.NaN : Base62.decode(digits);
    return number >= 0 && number <= limit ? (long) number : -1;
  }

  /** Whether a text is decimal digits only, at least one. */
  static boolean areDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
