package io.s3db.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;

/**
 * Numbers as JavaScript writes them: the shortest digits that read back as the same double, in
 * plain notation from 1e-6 up to 1e21.
 *
 * <p>Source: ECMAScript, {@code Number::toString} with radix 10.
 */
public final class JsNumber {
  private static final double MAX_SAFE = (1L << 53) - 1;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern RADIX = Pattern.compile("0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+");

  private JsNumber() {}

  /** The text of a double: {@code 5}, {@code 0.1}, {@code 1e-7}, {@code 1.5e+300}, {@code NaN}. */
  public static String text(double value) {
    if (value == 0) {
      return "0";
    }
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    // Double.toString gives the shortest digits since JDK 19; only the notation differs.
    BigDecimal shortest =
        oneDigit(new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros());
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (point > 21 || point < -5) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      int exponent = point - 1;
      return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }

  /** Java writes two digits at least, which is one too many for the smallest numbers. */
  private static BigDecimal oneDigit(BigDecimal number) {
    BigDecimal rounded = number.round(new MathContext(1));
    boolean same = rounded.doubleValue() == number.doubleValue();
    return number.precision() == 2 && same ? rounded.stripTrailingZeros() : number;
  }

  /** The text of a {@link Long} or {@link Double}. */
  public static String text(Number value) {
    return value instanceof Long whole ? Long.toString(whole) : text(value.doubleValue());
  }

  /**
   * The number that JavaScript's {@code Number(text)} makes: white space around it is ignored,
   * empty text is 0, anything else that is no number is NaN.
   */
  public static double parse(String text) {
    String trimmed = JsText.trim(text);
    if (trimmed.isEmpty()) {
      return 0;
    }
    if (DECIMAL.matcher(trimmed).matches()) {
      return Double.parseDouble(trimmed);
    }
    if (RADIX.matcher(trimmed).matches()) {
      int radix =
          switch (Character.toLowerCase(trimmed.charAt(1))) {
            case 'x' -> 16;
            case 'o' -> 8;
            default -> 2;
          };
      return new BigInteger(trimmed.substring(2), radix).doubleValue();
    }
    return switch (trimmed) {
      case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  /**
   * The value a document holds for a double: a {@link Long} if it is whole and every whole number
   * up to it is exact, else the {@link Double}.
   */
  public static Number value(double number) {
    return number == Math.rint(number) && Math.abs(number) <= MAX_SAFE
        ? (Number) (long) number
        : (Number) number;
  }

  /** The value of a whole double: a {@link Long}, or the {@link Double} itself beyond its range. */
  public static Number whole(double number) {
    return Math.abs(number) < 0x1p63 ? (Number) (long) number : (Number) number;
  }

  /** Whether a double holds this number exactly, so that JavaScript sees the same one. */
  public static boolean exact(Number number) {
    return !(number instanceof Long whole)
        || new BigDecimal((double) whole).compareTo(BigDecimal.valueOf(whole)) == 0;
  }
}
