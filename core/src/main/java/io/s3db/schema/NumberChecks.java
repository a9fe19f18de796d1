package io.s3db.schema;

import io.s3db.json.JsNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for numbers. */
final class NumberChecks {
  private NumberChecks() {}

  static Object number(Rule rule, String field, Object given, Report report) {
    Number value =
        given instanceof Number number
            ? number
            : rule.isOff("convert") ? Double.valueOf(Double.NaN) : convert(given);
    double size = value.doubleValue();
    if (!Double.isFinite(size)) {
      report.add("number", field, "The '{field}' field must be a number.", given);
      return given;
    }
    if (!JsNumber.exact(value)) {
      report.add(
          "numberExact",
          field,
          "The '{field}' field is a number that a double cannot hold exactly: keep it as text.",
          given);
    }
    compare(rule, field, size, given, report);
    kinds(rule, field, size, given, report);
    boolean whole = rule.has("integer") && size == Math.rint(size);
    return whole ? JsNumber.whole(size) : (Number) (size + 0.0);
  }

  private static void compare(Rule rule, String field, double size, Object given, Report report) {
    Number min = rule.number("min");
    if (min != null && size < min.doubleValue()) {
      report.add(
          "numberMin",
          field,
          "The '{field}' field must be greater than or equal to {expected}.",
          min,
          given);
    }
    Number max = rule.number("max");
    if (max != null && size > max.doubleValue()) {
      report.add(
          "numberMax",
          field,
          "The '{field}' field must be less than or equal to {expected}.",
          max,
          given);
    }
    Number equal = rule.number("equal");
    if (equal != null && size != equal.doubleValue()) {
      report.add(
          "numberEqual", field, "The '{field}' field must be equal to {expected}.", equal, given);
    }
    Number other = rule.number("notEqual");
    if (other != null && size == other.doubleValue()) {
      report.add(
          "numberNotEqual",
          field,
          "The '{field}' field can't be equal to {expected}.",
          other,
          given);
    }
  }

  private static void kinds(Rule rule, String field, double size, Object given, Report report) {
    if (rule.has("integer") && size != Math.rint(size)) {
      report.add("numberInteger", field, "The '{field}' field must be an integer.", given);
    }
    if (rule.has("positive") && size <= 0) {
      report.add("numberPositive", field, "The '{field}' field must be a positive number.", given);
    }
    if (rule.has("negative") && size >= 0) {
      report.add("numberNegative", field, "The '{field}' field must be a negative number.", given);
    }
  }

  /** As JavaScript's {@code Number(value)}. */
  private static Number convert(@Nullable Object given) {
    return switch (given) {
      case String text -> JsNumber.value(JsNumber.parse(text));
      case Boolean truth -> truth ? 1L : 0L;
      case Number number -> number;
      case List<?> list when list.isEmpty() -> 0L;
      case List<?> list when list.size() == 1 -> convert(list.getFirst());
      case null, default -> Double.NaN;
    };
  }
}
