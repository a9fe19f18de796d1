package io.s3db.schema;

import io.s3db.json.JsNumber;
import io.s3db.json.JsText;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rules for text. Lengths are counted in UTF-16 units, as JavaScript counts. */
final class TextChecks {
  private static final Pattern EMAIL = Pattern.compile("\\S+@\\S+\\.\\S+");
  private static final Pattern URL = Pattern.compile("https?://\\S+");

  private TextChecks() {}

  static Object text(Rule rule, String field, Object given, Report report) {
    Object converted = rule.has("convert") ? scalarText(given) : given;
    if (!(converted instanceof String original)) {
      report.add("string", field, "The '{field}' field must be a string.", given);
      return given;
    }
    String text = normalised(rule, original);
    if (text.isEmpty() && rule.has("empty")) {
      return text;
    }
    if (text.isEmpty() && rule.isOff("empty")) {
      report.add("stringEmpty", field, "The '{field}' field must not be empty.", original);
    }
    lengths(rule, field, text, report);
    contents(rule, field, text, original, report);
    TextForms.check(rule, field, text, original, report);
    return text;
  }

  static Object email(Rule rule, String field, Object given, Report report) {
    if (!(given instanceof String original)) {
      report.add("string", field, "The '{field}' field must be a string.", given);
      return given;
    }
    if (original.isEmpty()) {
      if (!rule.has("empty")) {
        report.add("emailEmpty", field, "The '{field}' field must not be empty.", original);
      }
      return original;
    }
    String text = rule.has("normalize") ? JsText.trim(original).toLowerCase(Locale.ROOT) : original;
    length(rule, "min", "emailMin", LONGER, field, text, report);
    length(rule, "max", "emailMax", SHORTER, field, text, report);
    if (!EMAIL.matcher(text).matches()) {
      report.add("email", field, "The '{field}' field must be a valid e-mail.", text);
    }
    return text;
  }

  static Object url(Rule rule, String field, Object given, Report report) {
    if (!(given instanceof String text)) {
      report.add("string", field, "The '{field}' field must be a string.", given);
    } else if (text.isEmpty()) {
      if (!rule.has("empty")) {
        report.add("urlEmpty", field, "The '{field}' field must not be empty.", text);
      }
    } else if (!URL.matcher(text).lookingAt()) {
      report.add("url", field, "The '{field}' field must be a valid URL.", text);
    }
    return given;
  }

  private static final String LONGER =
      "The '{field}' field length must be greater than or equal to {expected} characters long.";
  private static final String SHORTER =
      "The '{field}' field length must be less than or equal to {expected} characters long.";

  private static Object scalarText(Object given) {
    return switch (given) {
      case Number number -> JsNumber.text(number);
      case Boolean truth -> truth.toString();
      default -> given;
    };
  }

  private static String normalised(Rule rule, String original) {
    String text = rule.isOff("trim") ? original : JsText.trim(original);
    if (rule.has("lowercase")) {
      text = text.toLowerCase(Locale.ROOT);
    }
    return rule.has("uppercase") ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static void lengths(Rule rule, String field, String text, Report report) {
    length(rule, "min", "stringMin", LONGER, field, text, report);
    length(rule, "max", "stringMax", SHORTER, field, text, report);
    Number length = rule.number("length");
    if (length != null && text.length() != length.doubleValue()) {
      report.add(
          "stringLength",
          field,
          "The '{field}' field length must be {expected} characters long.",
          length,
          text.length());
    }
  }

  private static void length(
      Rule rule,
      String option,
      String type,
      String message,
      String field,
      String text,
      Report report) {
    Number bound = rule.number(option);
    if (bound != null) {
      double excess = text.length() - bound.doubleValue();
      if (option.equals("min") ? excess < 0 : excess > 0) {
        report.add(type, field, message, bound, text.length());
      }
    }
  }

  private static void contents(
      Rule rule, String field, String text, String original, Report report) {
    Object pattern = rule.options().get("pattern");
    if (pattern != null && !matches(String.valueOf(pattern), text)) {
      report.add(
          "stringPattern",
          field,
          "The '{field}' field fails to match the required pattern.",
          "/" + pattern + "/",
          original);
    }
    Object wanted = rule.options().get("contains");
    if (wanted != null && !text.contains(String.valueOf(wanted))) {
      report.add(
          "stringContains",
          field,
          "The '{field}' field must contain the '{expected}' text.",
          wanted,
          original);
    }
  }

  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      // A pattern of JavaScript that Java does not know cannot be kept: refuse rather than let all
      // pass.
      return false;
    }
  }
}
