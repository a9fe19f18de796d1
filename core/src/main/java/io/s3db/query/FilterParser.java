package io.s3db.query;

import io.s3db.Nearest;
import io.s3db.S3dbException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions in map form: {@code {"status": "error", "timestamp": {"$gte": 5}}}.
 *
 * <p>A map whose names begin with {@code $} holds operators; any other value is compared for
 * equality. Unknown operators are errors.
 */
public final class FilterParser {
  private static final List<String> OPERATORS =
      List.of(
          "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists", "$regex", "$and",
          "$or", "$not");

  private FilterParser() {}

  /**
   * The condition of a map.
   *
   * @throws S3dbException naming the field and the operator that cannot be understood
   */
  public static Filter parse(Map<String, ? extends @Nullable Object> conditions) {
    List<Filter> filters = new ArrayList<>();
    conditions.forEach((name, value) -> filters.add(condition(name, value)));
    return new Filter.All(List.copyOf(filters));
  }

  private static Filter condition(String name, @Nullable Object value) {
    return switch (name) {
      case "$and" -> new Filter.All(each(name, value));
      case "$or" -> new Filter.Any(each(name, value));
      case "$not" -> new Filter.Not(parse(map(name, value)));
      default -> name.startsWith("$") ? unknown(name) : field(name, value);
    };
  }

  private static Filter field(String field, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || !holdsOperators(map)) {
      return new Filter.Equal(field, value);
    }
    List<Filter> filters = new ArrayList<>();
    map.forEach((operator, operand) -> filters.add(operator(field, (String) operator, operand)));
    return new Filter.All(List.copyOf(filters));
  }

  private static boolean holdsOperators(Map<?, ?> map) {
    return map.keySet().stream().anyMatch(key -> key instanceof String s && s.startsWith("$"));
  }

  private static Filter operator(String field, String operator, @Nullable Object operand) {
    return switch (operator) {
      case "$eq" -> new Filter.Equal(field, operand);
      case "$ne" -> new Filter.Not(new Filter.Equal(field, operand));
      case "$gt" -> compared(field, operator, operand, Set.of(1));
      case "$gte" -> compared(field, operator, operand, Set.of(0, 1));
      case "$lt" -> compared(field, operator, operand, Set.of(-1));
      case "$lte" -> compared(field, operator, operand, Set.of(-1, 0));
      case "$in" -> new Filter.In(field, list(field, operator, operand));
      case "$nin" -> new Filter.Not(new Filter.In(field, list(field, operator, operand)));
      case "$exists" -> new Filter.Exists(field, truth(field, operand));
      case "$regex" -> new Filter.Matches(field, pattern(field, operand));
      case "$not" -> new Filter.Not(field(field, operand));
      default -> unknown(operator);
    };
  }

  private static Filter compared(
      String field, String operator, @Nullable Object operand, Set<Integer> signs) {
    if (operand instanceof Number || operand instanceof String) {
      return new Filter.Compared(field, operand, signs);
    }
    throw invalid(field, operator, "a number or a text");
  }

  private static boolean truth(String field, @Nullable Object operand) {
    if (operand instanceof Boolean wanted) {
      return wanted;
    }
    throw invalid(field, "$exists", "true or false");
  }

  private static Pattern pattern(String field, @Nullable Object operand) {
    if (!(operand instanceof String expression)) {
      throw invalid(field, "$regex", "a text");
    }
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw invalid(field, "$regex", "a regular expression (" + e.getDescription() + ")");
    }
  }

  private static List<@Nullable Object> list(
      String field, String operator, @Nullable Object operand) {
    if (operand instanceof List<?> values) {
      return java.util.Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
    }
    throw invalid(field, operator, "a list");
  }

  private static List<Filter> each(String operator, @Nullable Object operand) {
    if (operand instanceof List<?> parts) {
      return parts.stream().map(part -> parse(map(operator, part))).toList();
    }
    throw invalid("query", operator, "a list of conditions");
  }

  @SuppressWarnings("unchecked") // documents have text keys only
  private static Map<String, @Nullable Object> map(String operator, @Nullable Object operand) {
    if (operand instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw invalid("query", operator, "a condition");
  }

  private static S3dbException invalid(String field, String operator, String needed) {
    return new S3dbException(
        "INVALID_QUERY",
        "Operator %s of '%s' in a query needs %s.".formatted(operator, field, needed),
        null);
  }

  private static Filter unknown(String operator) {
    throw new S3dbException(
        "INVALID_QUERY",
        "There is no query operator '" + operator + "'.",
        Nearest.to(operator, OPERATORS)
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("Use one of " + String.join(" ", OPERATORS) + "."));
  }
}
