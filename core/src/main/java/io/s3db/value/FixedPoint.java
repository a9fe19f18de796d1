package io.s3db.value;

import io.s3db.json.JsNumber;
import org.jspecify.annotations.Nullable;

/**
 * A number with a fixed count of decimals: a sign of the kind, then the number times a power of
 * ten, rounded, in base 62.
 *
 * <p>Rounding to the declared decimals is what the type is for; a number so large that its last
 * decimal does not survive has no stored form.
 *
 * @param sign what stored text starts with
 * @param offset added before and taken off after, so that angles are never negative
 * @param limit the largest size a number may have
 * @param factor ten to the power of the decimals
 */
record FixedPoint(char sign, double offset, double limit, double factor) implements ShortForm {
  static FixedPoint money(int decimals) {
    return new FixedPoint('$', 0, Double.MAX_VALUE, Math.pow(10, decimals));
  }

  static FixedPoint decimal(int decimals) {
    return new FixedPoint('^', 0, Double.MAX_VALUE, Math.pow(10, decimals));
  }

  static FixedPoint latitude(int decimals) {
    return new FixedPoint('~', 90, 90, Math.pow(10, decimals));
  }

  static FixedPoint longitude(int decimals) {
    return new FixedPoint('~', 180, 180, Math.pow(10, decimals));
  }

  @Override
  public String what() {
    return limit == Double.MAX_VALUE
        ? "a number that survives with its decimals"
        : "a number from " + JsNumber.text(-limit) + " to " + JsNumber.text(limit);
  }

  @Override
  public @Nullable Object normal(Object value) {
    String stored = encode(value);
    return stored == null ? null : decode(stored);
  }

  @Override
  public @Nullable String encode(Object value) {
    if (!(value instanceof Number number) || !JsNumber.exact(number)) {
      return null;
    }
    double size = number.doubleValue();
    double scaled = rounded((size + offset) * factor);
    if (!(Math.abs(size) <= limit) || !Double.isFinite(scaled)) {
      return null;
    }
    String digits = Base62.encode(scaled);
    return Base62.decode(digits) == scaled ? sign + digits : null;
  }

  @Override
  public @Nullable Object decode(String stored) {
    if (stored.length() < 2 || stored.charAt(0) != sign) {
      return null;
    }
    double number = Base62.decode(stored.substring(1)) / factor - offset;
    return Double.isFinite(number) ? (Object) (number + 0.0) : null;
  }

  /** As JavaScript's {@code Math.round}: halves go up. */
  static double rounded(double number) {
    double below = Math.floor(number);
    return number - below >= 0.5 ? below + 1 : below;
  }
}
