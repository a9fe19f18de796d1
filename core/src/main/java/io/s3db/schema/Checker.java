package io.s3db.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks and normalises values by their rules; the order of checks is that of s3db.js. */
final class Checker {
  private final Report report;

  Checker(Report report) {
    this.report = report;
  }

  /**
   * Checks the members of an object in place: rules in order, absent ones by their default.
   *
   * @param prefix what stands before the member's name in messages, with its dot
   */
  void members(Map<String, Rule> rules, String prefix, Map<String, @Nullable Object> values) {
    rules.forEach(
        (name, rule) -> {
          String field = prefix + name;
          Object value = values.containsKey(name) ? values.get(name) : fallback(rule);
          if (value != null) {
            values.put(name, check(rule, field, value));
          } else if (!rule.isOptional()) {
            report.add("required", field, "The '{field}' field is required.", null);
          }
        });
  }

  private static @Nullable Object fallback(Rule rule) {
    return rule.options().get("default");
  }

  private Object check(Rule rule, String field, Object value) {
    return switch (rule.type()) {
      case "string" -> TextChecks.text(rule, field, value, report);
      case "email" -> TextChecks.email(rule, field, value, report);
      case "url" -> TextChecks.url(rule, field, value, report);
      case "number" -> NumberChecks.number(rule, field, value, report);
      case "boolean" -> ScalarChecks.bool(rule, field, value, report);
      case "secret" -> SecretChecks.secret(rule, field, value, report);
      case "password" -> SecretChecks.password(rule, field, value, report);
      case "secretAny", "secretNumber" -> SecretChecks.scalar(rule, field, value, report);
      case "dateonly", "mac", "cidr", "semver", "phone", "color", "ean" ->
          ShortChecks.check(rule, field, value, report);
      case "timeonly" -> ShortChecks.timeOfDay(rule, field, value, report);
      case "duration" -> ShortChecks.duration(rule, field, value, report);
      case "uuid" -> ShortChecks.uuid(rule, field, value, report);
      case "date" -> ScalarChecks.date(field, value, report);
      case "datetime" -> ScalarChecks.datetime(field, value, report);
      case "enum" -> ScalarChecks.oneOf(rule, field, value, report);
      case "cron" -> WordChecks.cron(field, value, report);
      case "locale" -> WordChecks.locale(field, value, report);
      case "currency" -> WordChecks.currency(field, value, report);
      case "country" -> WordChecks.country(field, value, report);
      case "array" -> list(rule, field, value);
      case "object" -> object(rule, field, value);
      default -> value;
    };
  }

  private Object list(Rule rule, String field, Object value) {
    Object given = rule.has("convert") && !(value instanceof List<?>) ? List.of(value) : value;
    if (!(given instanceof List<?> list)) {
      report.add("array", field, "The '{field}' field must be an array.", value);
      return value;
    }
    ListChecks.sizes(rule, field, list, report);
    if (rule.items() == null) {
      return list;
    }
    List<@Nullable Object> checked = new ArrayList<>();
    for (Object item : list) {
      String place = field + "[" + checked.size() + "]";
      if (item == null && !rule.items().isOptional()) {
        report.add("required", place, "The '{field}' field is required.", null);
      }
      checked.add(item == null ? null : check(rule.items(), place, item));
    }
    return checked;
  }

  private Object object(Rule rule, String field, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      report.add("object", field, "The '{field}' must be an Object.", value);
      return value;
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((name, member) -> copy.put(String.valueOf(name), member));
    members(rule.members(), field + ".", copy);
    if (rule.closed()) {
      copy.keySet().retainAll(rule.members().keySet());
    }
    return copy;
  }
}
