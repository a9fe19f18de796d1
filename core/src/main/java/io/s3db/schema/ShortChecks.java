package io.s3db.schema;

import io.s3db.value.ShortForm;
import io.s3db.value.ShortForms;
import java.util.Map;

/** Rules for values that are brought into one normal form. */
final class ShortChecks {
  private record Kind(ShortForm form, String type, String what) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "dateonly", new Kind(ShortForms.DAY, "date", "date"),
          "mac", new Kind(ShortForms.MAC, "mac", "MAC address (e.g., AA:BB:CC:DD:EE:FF)"),
          "cidr", new Kind(ShortForms.CIDR, "cidr", "CIDR notation (e.g., 192.168.1.0/24)"),
          "semver", new Kind(ShortForms.SEMVER, "semver", "semantic version (e.g., 1.2.3)"),
          "phone",
              new Kind(
                  ShortForms.PHONE, "phone", "phone number in E.164 format (e.g., +5511999999999)"),
          "color", new Kind(ShortForms.COLOR, "color", "hex color (e.g., #FF5733 or #F57)"),
          "ean",
              new Kind(
                  ShortForms.BARCODE,
                  "ean",
                  "barcode (EAN-8, UPC-A 12, EAN-13, or GTIN-14 digits)"));

  private static final int VERSION_AT = 14;

  private ShortChecks() {}

  static Object check(Rule rule, String field, Object given, Report report) {
    Kind kind = java.util.Objects.requireNonNull(KINDS.get(rule.type()));
    return normal(kind.form(), kind.type(), kind.what(), field, given, report);
  }

  static Object timeOfDay(Rule rule, String field, Object given, Report report) {
    String forms = given instanceof String ? " (HH:mm, HH:mm:ss, or HH:mm:ss.SSS)" : "";
    return normal(ShortForms.TIME_OF_DAY, rule.type(), "time" + forms, field, given, report);
  }

  static Object duration(Rule rule, String field, Object given, Report report) {
    if (given instanceof Number number && number.doubleValue() < 0) {
      report.add(rule.type(), field, "The '{field}' field must be a non-negative duration.", given);
      return given;
    }
    String what = "duration (e.g., PT1H30M, 1h30m, 90m)";
    return normal(ShortForms.DURATION, rule.type(), what, field, given, report);
  }

  static Object uuid(Rule rule, String field, Object given, Report report) {
    if (!(given instanceof String text)) {
      report.add("string", field, "The '{field}' field must be a string.", given);
      return given;
    }
    Number version = rule.number("version");
    boolean valid = ShortForms.UUID.normal(text) != null;
    if (valid && version != null && text.charAt(VERSION_AT) - '0' != version.intValue()) {
      report.add(
          "uuidVersion",
          field,
          "The '{field}' field must be a valid UUID version provided.",
          version,
          text.charAt(VERSION_AT) - '0');
      return given;
    }
    return normal(ShortForms.UUID, "uuid", "UUID", field, given, report);
  }

  private static Object normal(
      ShortForm form, String type, String what, String field, Object given, Report report) {
    Object normal = form.normal(given);
    if (normal == null) {
      report.add(type, field, "The '{field}' field must be a valid " + what + ".", given);
      return given;
    }
    return normal;
  }
}
