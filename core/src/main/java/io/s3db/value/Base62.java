package io.s3db.value;

/**
 * Whole numbers in base 62, most significant digit first, as s3db.js writes them.
 *
 * <p>The arithmetic is that of doubles, because beyond 2^53 the digits depend on it.
 */
public final class Base62 {
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int BASE = ALPHABET.length();

  private Base62() {}

  /** The digits of a finite number, rounded down. */
  public static String encode(double number) {
    if (number < 0) {
      return "-" + encode(-Math.floor(number));
    }
    double rest = Math.floor(number);
    if (rest == 0) {
      return "0";
    }
    StringBuilder digits = new StringBuilder();
    while (rest > 0) {
      digits.append(ALPHABET.charAt((int) (rest % BASE)));
      rest = Math.floor(rest / BASE);
    }
    return digits.reverse().toString();
  }

  /** The number of some digits; NaN if they are none. Empty text is 0. */
  public static double decode(String digits) {
    if (digits.startsWith("-")) {
      return -decode(digits.substring(1));
    }
    double number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = ALPHABET.indexOf(digits.charAt(i));
      if (digit < 0) {
        return Double.NaN;
      }
      number = number * BASE + digit;
    }
    return number;
  }
}
