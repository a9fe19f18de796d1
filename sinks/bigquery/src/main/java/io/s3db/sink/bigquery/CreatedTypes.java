package io.s3db.sink.bigquery;

import io.s3db.replicator.spi.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of the columns we create.
 *
 * <p>The definition of the source's attribute decides, where the record is not transformed: whole
 * numbers INT64, numbers FLOAT64, money and decimal NUMERIC, booleans BOOL, datetime TIMESTAMP,
 * nested values JSON, all else STRING. Otherwise the value does; a text that looks like a time
 * stays text, since the next one may not.
 */
final class CreatedTypes {
  private CreatedTypes() {}

  /** The type of a new column; empty if neither the attribute nor the value tells one. */
  static Optional<ColumnKind> of(Target target, String field, @Nullable Object value) {
    Optional<ColumnKind> declared =
        target.transformed() ? Optional.empty() : ofAttribute(target.attributes().get(field));
    return declared.isPresent() ? declared : ofValue(value);
  }

  /** By the attribute's definition; empty if it says nothing, or the field never leaves. */
  static Optional<ColumnKind> ofAttribute(@Nullable Object definition) {
    return switch (definition) {
      case String text -> ofRule(text);
      case Map<?, ?> map when map.get("type") instanceof String type ->
          Boolean.TRUE.equals(map.get("integer")) ? ofRule(type + "|integer") : ofRule(type);
      case Map<?, ?> _ -> Optional.of(ColumnKind.JSON);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<ColumnKind> ofRule(String definition) {
    List<String> rules = List.of(definition.split("\\|"));
    String base = rules.getFirst().strip().toLowerCase(Locale.ROOT);
    String name = base.indexOf(':') < 0 ? base : base.substring(0, base.indexOf(':'));
    return switch (name) {
      case "number" -> Optional.of(isWhole(rules) ? ColumnKind.INT64 : ColumnKind.FLOAT64);
      case "integer" -> Optional.of(ColumnKind.INT64);
      case "boolean", "bool" -> Optional.of(ColumnKind.BOOL);
      case "money", "decimal" -> Optional.of(ColumnKind.NUMERIC);
      case "crypto" -> Optional.of(ColumnKind.BIGNUMERIC);
      case "datetime" -> Optional.of(ColumnKind.TIMESTAMP);
      case "array", "object", "json", "embedding" -> Optional.of(ColumnKind.JSON);
      case "any", "geo", "duration" -> Optional.empty();
      case "secret", "secretany", "secretnumber" -> Optional.empty();
      default -> Optional.of(ColumnKind.STRING);
    };
  }

  private static boolean isWhole(List<String> rules) {
    return rules.stream()
        .map(rule -> rule.strip().toLowerCase(Locale.ROOT))
        .anyMatch(rule -> rule.equals("integer") || rule.equals("integer:true"));
  }

  /** By a value; empty for null, which tells nothing. */
  static Optional<ColumnKind> ofValue(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case Long _ -> Optional.of(ColumnKind.INT64);
      case Double _ -> Optional.of(ColumnKind.FLOAT64);
      case Boolean _ -> Optional.of(ColumnKind.BOOL);
      case Map<?, ?> _ -> Optional.of(ColumnKind.JSON);
      case List<?> _ -> Optional.of(ColumnKind.JSON);
      default -> Optional.of(ColumnKind.STRING);
    };
  }

  /** The type that holds values of both types. */
  static ColumnKind both(ColumnKind one, ColumnKind other) {
    if (one == other) {
      return one;
    }
    boolean numbers =
        List.of(ColumnKind.INT64, ColumnKind.FLOAT64).containsAll(List.of(one, other));
    return numbers ? ColumnKind.FLOAT64 : ColumnKind.STRING;
  }

  /** Keys are exact, of a type that a primary key may have. */
  static ColumnKind ofKey(ColumnKind kind) {
    return switch (kind) {
      case FLOAT64 -> ColumnKind.NUMERIC;
      case JSON, BYTES, GEOGRAPHY, INTERVAL, STRUCT, TIME, OTHER -> ColumnKind.STRING;
      case STRING, INT64, NUMERIC, BIGNUMERIC, BOOL, TIMESTAMP, DATE, DATETIME -> kind;
    };
  }
}
