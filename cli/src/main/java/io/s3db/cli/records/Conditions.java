package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.lines.Columns;
import io.s3db.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as they are typed: one JSON object in the query language, or comparisons such as
 * {@code total>=100}, of which all must hold.
 */
final class Conditions {
  private static final Pattern COMPARISON =
      Pattern.compile("([^=!<>~]+)(!=|>=|<=|=|>|<|~)(.*)", Pattern.DOTALL);

  private Conditions() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException saying which argument is neither
   */
  static Map<String, @Nullable Object> parse(List<String> arguments, Columns columns) {
    if (arguments.size() == 1 && arguments.getFirst().stripLeading().startsWith("{")) {
      return Document.parse(arguments.getFirst()).toMap();
    }
    List<@Nullable Object> all = new ArrayList<>();
    arguments.forEach(argument -> all.add(one(argument, columns)));
    Map<String, @Nullable Object> conditions = new LinkedHashMap<>();
    if (!all.isEmpty()) {
      conditions.put("$and", all);
    }
    return conditions;
  }

  private static Map<String, @Nullable Object> one(String argument, Columns columns) {
    Matcher parts = COMPARISON.matcher(argument);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no condition: write such as status=paid or 'total>=100' (=  !=  >  >=  <  <=  ~)."
              .formatted(argument));
    }
    String field = parts.group(1).strip();
    String text = parts.group(3).strip();
    Object value = parts.group(2).equals("~") ? text : value(field, text, columns);
    Map<String, @Nullable Object> operator = new LinkedHashMap<>();
    operator.put(operator(parts.group(2)), value);
    Map<String, @Nullable Object> condition = new LinkedHashMap<>();
    condition.put(field, operator);
    return condition;
  }

  private static String operator(String sign) {
    return switch (sign) {
      case "=" -> "$eq";
      case "!=" -> "$ne";
      case ">" -> "$gt";
      case ">=" -> "$gte";
      case "<" -> "$lt";
      case "<=" -> "$lte";
      default -> "$regex";
    };
  }

  /** A number where the attribute holds numbers, and where nobody knows and it looks like one. */
  private static @Nullable Object value(String field, String text, Columns columns) {
    return switch (columns.kind(field)) {
      case TEXT -> text;
      case SCALAR, UNKNOWN, JSON -> scalar(text);
    };
  }

  private static @Nullable Object scalar(String text) {
    try {
      Object value = Json.parse(text);
      return value instanceof Map || value instanceof List ? text : value;
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
