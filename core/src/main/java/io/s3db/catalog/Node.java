package io.s3db.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of the catalogue's JSON, with errors that say where they are. */
final class Node {
  private Node() {}

  /** An object; without members if it is absent. */
  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  static Map<String, @Nullable Object> map(String where, @Nullable Object value) {
    return switch (value) {
      case null -> Map.of();
      case Map<?, ?> map -> (Map<String, @Nullable Object>) map;
      default -> throw wrong(where, "an object", value);
    };
  }

  static String text(String where, @Nullable Object value, String fallback) {
    return switch (value) {
      case null -> fallback;
      case String text -> text;
      default -> throw wrong(where, "text", value);
    };
  }

  static boolean truth(String where, @Nullable Object value, boolean fallback) {
    return switch (value) {
      case null -> fallback;
      case Boolean truth -> truth;
      default -> throw wrong(where, "true or false", value);
    };
  }

  static int number(String where, @Nullable Object value, int fallback) {
    return switch (value) {
      case null -> fallback;
      case Long number when number >= 0 && number <= Integer.MAX_VALUE -> number.intValue();
      default -> throw wrong(where, "a whole number", value);
    };
  }

  private static CatalogException wrong(String where, String wanted, Object value) {
    return new CatalogException(
        where + " should be " + wanted + ", but is a " + value.getClass().getSimpleName(), null);
  }
}
