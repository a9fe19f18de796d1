package io.s3db.record;

import io.s3db.json.JsNumber;
import io.s3db.value.Base62;
import java.util.regex.Pattern;

/**
 * Numbers with decimals: the whole part in base 62, then the point and the decimal digits as
 * JavaScript writes them ({@code 12.5} is {@code c.5}).
 *
 * <p>s3db.js loses numbers whose text has an exponent but no point, such as {@code 1e-7}. They are
 * written with a point here ({@code 1.0e-7}), which s3db.js reads right; so are those beyond 2^53
 * that base 62 would change.
 */
final class NumberText {
  private static final Pattern FRACTION = Pattern.compile("\\d+(e[+-]?\\d+)?");

  private NumberText() {}

  /** The text of a finite number. */
  static String encode(double number) {
    if (number == 0) {
      return "0";
    }
    String sign = number < 0 ? "-" : "";
    double size = Math.abs(number);
    String text = JsNumber.text(size);
    int point = text.indexOf('.');
    if (point >= 0) {
      double whole = Double.parseDouble(text.substring(0, point));
      return sign + Base62.encode(whole) + text.substring(point);
    }
    String digits = Base62.encode(size);
    return sign + (Base62.decode(digits) == size ? digits : scientific(text));
  }

  /** The number of a text; NaN if it is none. */
  static double decode(String text) {
    if (text.startsWith("-")) {
      return -decode(text.substring(1));
    }
    int point = text.indexOf('.');
    if (point < 0) {
      return text.isEmpty() ? Double.NaN : Base62.decode(text);
    }
    double whole = Base62.decode(text.substring(0, point));
    String fraction = text.substring(point + 1);
    if (Double.isNaN(whole) || (!fraction.isEmpty() && !FRACTION.matcher(fraction).matches())) {
      return Double.NaN;
    }
    return fraction.isEmpty() ? whole : Double.parseDouble(JsNumber.text(whole) + "." + fraction);
  }

  /** The same number with one digit before a point: {@code 1e-7} is {@code 1.0e-7}. */
  private static String scientific(String text) {
    int exponent = text.indexOf('e');
    if (exponent >= 0) {
      return text.substring(0, exponent) + ".0" + text.substring(exponent);
    }
    return text.charAt(0) + "." + text.substring(1) + "e+" + (text.length() - 1);
  }
}
