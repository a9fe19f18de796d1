package io.s3db.schema;

import io.s3db.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for a list as a whole. */
final class ListChecks {
  private ListChecks() {}

  static void sizes(Rule rule, String field, List<?> list, Report report) {
    int size = list.size();
    if (rule.isOff("empty") && size == 0) {
      report.add("arrayEmpty", field, "The '{field}' field must not be an empty array.", list);
    }
    Number min = rule.number("min");
    if (min != null && size < min.doubleValue()) {
      report.add(
          "arrayMin",
          field,
          "The '{field}' field must contain at least {expected} items.",
          min,
          size);
    }
    Number max = rule.number("max");
    if (max != null && size > max.doubleValue()) {
      report.add(
          "arrayMax",
          field,
          "The '{field}' field must contain less than or equal to {expected} items.",
          max,
          size);
    }
    Number length = rule.number("length");
    if (length != null && size != length.doubleValue()) {
      report.add(
          "arrayLength", field, "The '{field}' field must contain {expected} items.", length, size);
    }
    contents(rule, field, list, report);
  }

  private static void contents(Rule rule, String field, List<?> list, Report report) {
    Object wanted = rule.options().get("contains");
    if (wanted != null && list.stream().noneMatch(item -> Document.same(item, wanted))) {
      report.add(
          "arrayContains",
          field,
          "The '{field}' field must contain the '{expected}' item.",
          wanted,
          list);
    }
    List<@Nullable Object> repeated = rule.has("unique") ? repeated(list) : List.of();
    if (!repeated.isEmpty()) {
      report.add(
          "arrayUnique",
          field,
          "The '{actual}' value in '{field}' field does not unique the '{expected}' values.",
          repeated,
          list);
    }
  }

  /** Scalars that occur before; lists and objects are never the same in JavaScript. */
  private static List<@Nullable Object> repeated(List<?> list) {
    List<@Nullable Object> seen = new ArrayList<>();
    List<@Nullable Object> repeated = new ArrayList<>();
    for (Object item : list) {
      boolean scalar = item instanceof String || item instanceof Number || item instanceof Boolean;
      boolean again = scalar && seen.stream().anyMatch(other -> Document.same(other, item));
      if (again && repeated.stream().noneMatch(other -> Document.same(other, item))) {
        repeated.add(item);
      }
      seen.add(item);
    }
    return repeated;
  }
}
