package io.s3db.transform.js;

import io.s3db.Document;
import io.s3db.json.JsNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the numbers of a row back the type they had in the record.
 *
 * <p>JavaScript has one type of numbers. A whole number is a {@link Long}, as when JSON is read,
 * except where the record holds the same number as a {@link Double}: an amount of 2499.0 that is
 * passed on must not make a column for whole numbers, which 12.34 will not fit in.
 */
final class NumberTypes {
  private final Document data;
  private @Nullable Set<Double> reals;

  NumberTypes(Document data) {
    this.data = data;
  }

  Number of(double number) {
    Number value = JsNumber.value(number);
    if (value instanceof Long whole && reals().contains((double) whole)) {
      return (double) whole;
    }
    return value;
  }

  private Set<Double> reals() {
    if (reals == null) {
      reals = new HashSet<>();
      collect(data.toMap(), reals);
    }
    return reals;
  }

  private static void collect(@Nullable Object value, Set<Double> reals) {
    switch (value) {
      case Double real when real == Math.rint(real) -> reals.add(real + 0.0); // -0 is 0
      case Map<?, ?> map -> map.values().forEach(each -> collect(each, reals));
      case List<?> list -> list.forEach(each -> collect(each, reals));
      case null, default -> {}
    }
  }
}
