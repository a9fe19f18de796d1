package io.s3db.schema;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.json.JsNumber;
import io.s3db.value.JsDate;
import java.util.List;

/** Rules for truth values, times and choices. */
final class ScalarChecks {
  private ScalarChecks() {}

  static Object bool(Rule rule, String field, Object given, Report report) {
    if (given instanceof Boolean) {
      return given;
    }
    if (!rule.isOff("convert")) {
      String word = given instanceof Number number ? JsNumber.text(number) : given.toString();
      if (word.equals("1") || word.equals("true") || word.equals("on")) {
        return true;
      }
      if (word.equals("0") || word.equals("false") || word.equals("off")) {
        return false;
      }
    }
    report.add("boolean", field, "The '{field}' field must be a boolean.", given);
    return given;
  }

  static Object datetime(String field, Object given, Report report) {
    return JsDate.parse(given)
        .<Object>map(IsoTime::text)
        .orElseGet(
            () -> {
              report.add("datetime", field, "The '{field}' field must be a valid datetime.", given);
              return given;
            });
  }

  /** JavaScript's own dates: no document can hold one. */
  static Object date(String field, Object given, Report report) {
    report.add("date", field, "The '{field}' field must be a Date.", given);
    return given;
  }

  static Object oneOf(Rule rule, String field, Object given, Report report) {
    List<?> values = rule.options().get("values") instanceof List<?> list ? list : List.of();
    if (values.stream().noneMatch(value -> Document.same(value, given))) {
      report.add(
          "enumValue",
          field,
          "The '{field}' field value '{expected}' does not match any of the allowed values.",
          String.join(", ", values.stream().map(String::valueOf).toList()),
          given);
    }
    return given;
  }
}
