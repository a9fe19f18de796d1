package io.s3db.query;

import io.s3db.Document;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Fields of records by name, and the order of their values. */
public final class Fields {
  private Fields() {}

  /** Whether a field is there, be it null; a dotted name walks nested objects. */
  static boolean has(Document record, String name) {
    if (record.has(name)) {
      return true;
    }
    Object step = record.toMap();
    for (String part : name.split("\\.", -1)) {
      if (!(step instanceof Map<?, ?> map) || !map.containsKey(part)) {
        return false;
      }
      step = map.get(part);
    }
    return true;
  }

  /**
   * The sign of a comparison of two numbers, or of two texts by their UTF-16 units as JavaScript
   * does; nothing if they are of different kinds.
   */
  static OptionalInt compare(@Nullable Object a, @Nullable Object b) {
    return switch (a) {
      case Number x when b instanceof Number y -> OptionalInt.of(numbers(x, y));
      case String x when b instanceof String y -> OptionalInt.of(Integer.signum(x.compareTo(y)));
      case null, default -> OptionalInt.empty();
    };
  }

  /** Orders records by a field: absent and null first, then truth values, numbers, texts, rest. */
  public static Comparator<Document> order(String field) {
    return (a, b) -> {
      Object x = a.get(field);
      Object y = b.get(field);
      int kinds = Integer.compare(kind(x), kind(y));
      return kinds != 0 ? kinds : sameKind(x, y);
    };
  }

  private static int sameKind(@Nullable Object x, @Nullable Object y) {
    return x instanceof Boolean p && y instanceof Boolean q
        ? Boolean.compare(p, q)
        : compare(x, y).orElse(0);
  }

  private static int kind(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Boolean _ -> 1;
      case Number _ -> 2;
      case String _ -> 3;
      default -> 4;
    };
  }

  private static int numbers(Number x, Number y) {
    return x instanceof Long && y instanceof Long
        ? Long.compare(x.longValue(), y.longValue())
        : Double.compare(x.doubleValue() + 0.0, y.doubleValue() + 0.0);
  }
}
