package io.s3db.value;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of numbers with six decimals: {@code ^[…]}, each times a million in base 62. */
final class Embedding implements ShortForm {
  private static final FixedPoint ITEM = FixedPoint.decimal(6);

  @Override
  public String what() {
    return "a list of numbers";
  }

  @Override
  public @Nullable Object normal(Object value) {
    String stored = encode(value);
    return stored == null ? null : decode(stored);
  }

  @Override
  public @Nullable String encode(Object value) {
    if (!(value instanceof List<?> list)) {
      return null;
    }
    StringBuilder stored = new StringBuilder("^[");
    for (Object item : list) {
      String text = item == null ? null : ITEM.encode(item);
      if (text == null) {
        return null;
      }
      stored.append(stored.length() == 2 ? "" : ",").append(text, 1, text.length());
    }
    return stored.append(']').toString();
  }

  /** Old releases of s3db.js wrote items with their sign, between bars. */
  @Override
  public @Nullable Object decode(String stored) {
    if (stored.isEmpty() || stored.equals("^[]")) {
      return List.of();
    }
    boolean brackets = stored.startsWith("^[") && stored.endsWith("]");
    String items = brackets ? stored.substring(2, stored.length() - 1) : stored;
    List<Object> numbers = new ArrayList<>();
    for (String item : items.split(brackets ? "," : "\\|", -1)) {
      Object number = ITEM.decode(brackets ? "^" + item : item);
      if (number == null) {
        return null;
      }
      numbers.add(number);
    }
    return numbers;
  }
}
