package io.s3db.schema;

import io.s3db.json.JsText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Rules for short texts of a fixed form. */
final class WordChecks {
  private static final Pattern CRON_FIELD =
      Pattern.compile("(\\*|(\\d+(-\\d+)?(/\\d+)?)(,(\\d+(-\\d+)?(/\\d+)?))*|\\*/\\d+)");
  private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2}");
  private static final Pattern LOCALE = Pattern.compile("[a-zA-Z]{2}[-_][a-zA-Z]{2}");
  private static final Pattern CURRENCY = Pattern.compile("[a-zA-Z]{3}");

  private WordChecks() {}

  static Object cron(String field, Object given, Report report) {
    if (given instanceof String text) {
      List<String> parts = List.of(JsText.trim(text).split("\\s+"));
      if (parts.size() == 5 && parts.stream().allMatch(p -> CRON_FIELD.matcher(p).matches())) {
        return String.join(" ", parts);
      }
    }
    report.add(
        "cron",
        field,
        "The '{field}' field must be a valid 5-field cron expression (e.g., 0 */5 * * *).",
        given);
    return given;
  }

  static Object locale(String field, Object given, Report report) {
    if (given instanceof String text && LANGUAGE.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT);
    }
    if (given instanceof String text && LOCALE.matcher(text).matches()) {
      return text.substring(0, 2).toLowerCase(Locale.ROOT)
          + "-"
          + text.substring(3).toUpperCase(Locale.ROOT);
    }
    report.add(
        "locale",
        field,
        "The '{field}' field must be a valid locale (e.g., pt-BR, en-US, or just en).",
        given);
    return given;
  }

  static Object currency(String field, Object given, Report report) {
    if (given instanceof String text && CURRENCY.matcher(text).matches()) {
      return text.toUpperCase(Locale.ROOT);
    }
    report.add(
        "currency",
        field,
        "The '{field}' field must be a valid 3-letter currency code (e.g., USD, BRL, EUR).",
        given);
    return given;
  }

  static Object country(String field, Object given, Report report) {
    if (given instanceof String text && LANGUAGE.matcher(text).matches()) {
      return text.toUpperCase(Locale.ROOT);
    }
    report.add(
        "country",
        field,
        "The '{field}' field must be a valid 2-letter country code (e.g., BR, US, DE).",
        given);
    return given;
  }
}
