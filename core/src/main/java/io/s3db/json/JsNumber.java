package io.s3db.json;

import java.math.BigDecimal;

/**
 * Numbers as JavaScript writes them: the shortest digits that read back as the same double, in
 * plain notation from 1e-6 up to 1e21.
 *
 * <p>Source: ECMAScript, {@code Number::toString} with radix 10.
 */
public final class JsNumber {
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
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
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

  /** The text of a {@link Long} or {@link Double}. */
  public static String text(Number value) {
    return value instanceof Long whole ? Long.toString(whole) : text(value.doubleValue());
  }
}
