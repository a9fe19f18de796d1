package io.s3db.testkit.bigquery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column, or a field of a STRUCT, as a table resource describes it.
 *
 * @param name as declared
 * @param type its name in GoogleSQL: {@code INT64}, {@code STRUCT} …
 * @param mode {@code NULLABLE}, {@code REQUIRED} or {@code REPEATED}
 * @param maxLength the most characters or bytes; 0 for no limit
 * @param precision the digits of a decimal; 0 for those of the type
 * @param scale the digits behind the point, if there is a precision
 * @param fields of a STRUCT
 */
record FakeColumn(
    String name,
    String type,
    String mode,
    long maxLength,
    int precision,
    int scale,
    List<FakeColumn> fields) {
  static FakeColumn of(Object resource) {
    Map<?, ?> field = (Map<?, ?>) resource;
    return new FakeColumn(
        String.valueOf(field.get("name")),
        type(String.valueOf(field.get("type"))),
        field.get("mode") instanceof String mode ? mode : "NULLABLE",
        number(field.get("maxLength")),
        (int) number(field.get("precision")),
        (int) number(field.get("scale")),
        field.get("fields") instanceof List<?> inner
            ? inner.stream().map(FakeColumn::of).toList()
            : List.of());
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  private static String type(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "INTEGER" -> "INT64";
      case "FLOAT" -> "FLOAT64";
      case "BOOLEAN" -> "BOOL";
      case "RECORD" -> "STRUCT";
      default -> name.toUpperCase(Locale.ROOT);
    };
  }

  boolean required() {
    return mode.equals("REQUIRED");
  }

  boolean repeated() {
    return mode.equals("REPEATED");
  }
}
