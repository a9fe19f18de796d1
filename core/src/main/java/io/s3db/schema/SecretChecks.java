package io.s3db.schema;

import io.s3db.secret.Passwords;

/**
 * Rules for text that is stored encrypted or hashed: it is not trimmed, and no message shows it.
 */
final class SecretChecks {
  private SecretChecks() {}

  static Object secret(Rule rule, String field, Object given, Report report) {
    return text("secret", rule, field, given, report);
  }

  static Object scalar(Rule rule, String field, Object given, Report report) {
    return given;
  }

  static Object password(Rule rule, String field, Object given, Report report) {
    if (given instanceof String text && text.isEmpty()) {
      report.add("passwordHashingProblem", field, "Problem hashing password. Error: {error}", null);
      return given;
    }
    // The hash of a password that stays: the rules were for the password.
    boolean hash = given instanceof String text && Passwords.isHash(text);
    return hash ? given : text("password", rule, field, given, report);
  }

  private static Object text(String kind, Rule rule, String field, Object given, Report report) {
    if (!(given instanceof String text)) {
      report.add("string", field, "The '{field}' field must be a string.", null);
      return given;
    }
    Number min = rule.number("min");
    if (min != null && text.length() < min.doubleValue()) {
      report.add(
          "stringMin",
          field,
          "This " + kind + " '{field}' field length must be at least {expected} long.",
          min,
          text.length());
    }
    Number max = rule.number("max");
    if (max != null && text.length() > max.doubleValue()) {
      report.add(
          "stringMax",
          field,
          "This " + kind + " '{field}' field length must be at most {expected} long.",
          max,
          text.length());
    }
    return given;
  }
}
