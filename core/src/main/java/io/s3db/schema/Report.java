package io.s3db.schema;

import io.s3db.json.JsNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects problems, with the texts of the validator that s3db.js uses. */
final class Report {
  private final List<Problem> problems = new ArrayList<>();

  /** Adds a problem; {@code {expected}} and {@code {actual}} in the message are filled in. */
  void add(
      String type,
      String field,
      String message,
      @Nullable Object expected,
      @Nullable Object actual) {
    String text =
        message
            .replace("{field}", field)
            .replace("{expected}", text(expected))
            .replace("{actual}", text(actual));
    problems.add(new Problem(type, text, field, expected, actual));
  }

  /** Adds a problem whose rule has no value. */
  void add(String type, String field, String message, @Nullable Object actual) {
    add(type, field, message, null, actual);
  }

  List<Problem> problems() {
    return problems;
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Number number -> JsNumber.text(number);
      case List<?> list -> list.stream().map(Report::text).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }
}
