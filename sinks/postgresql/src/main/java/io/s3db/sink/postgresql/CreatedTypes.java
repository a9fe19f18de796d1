package io.s3db.sink.postgresql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of the columns we create.
 *
 * <p>The definition of the source's attribute decides, where the record is not transformed: whole
 * numbers {@code bigint}, numbers {@code double precision}, money and decimal {@code numeric},
 * booleans {@code boolean}, datetime {@code timestamptz}, nested values {@code jsonb}, all else
 * {@code text}. Otherwise the value does; a text that looks like a time stays text, since the next
 * one may not.
 */
final class CreatedTypes {
  static final String TEXT = "text";
  static final String BIGINT = "bigint";
  static final String DOUBLE = "double precision";
  static final String NUMERIC = "numeric";
  static final String BOOLEAN = "boolean";
  static final String TIMESTAMPTZ = "timestamp with time zone";
  static final String JSONB = "jsonb";

  private CreatedTypes() {}

  /** By the attribute's definition; empty if it says nothing, or the field never leaves. */
  static Optional<String> ofAttribute(@Nullable Object definition) {
    return switch (definition) {
      case String text -> ofRule(text);
      case Map<?, ?> map when map.get("type") instanceof String type ->
          Boolean.TRUE.equals(map.get("integer")) ? ofRule(type + "|integer") : ofRule(type);
      case Map<?, ?> _ -> Optional.of(JSONB);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<String> ofRule(String definition) {
    List<String> rules = List.of(definition.split("\\|"));
    String base = rules.getFirst().strip().toLowerCase(Locale.ROOT);
    String name = base.indexOf(':') < 0 ? base : base.substring(0, base.indexOf(':'));
    return switch (name) {
      case "number" -> Optional.of(isWhole(rules) ? BIGINT : DOUBLE);
      case "integer" -> Optional.of(BIGINT);
      case "boolean", "bool" -> Optional.of(BOOLEAN);
      case "money", "crypto", "decimal" -> Optional.of(NUMERIC);
      case "datetime" -> Optional.of(TIMESTAMPTZ);
      case "array", "object", "json", "embedding" -> Optional.of(JSONB);
      case "any", "geo", "duration" -> Optional.empty();
      case "secret", "secretany", "secretnumber" -> Optional.empty();
      default -> Optional.of(TEXT);
    };
  }

  private static boolean isWhole(List<String> rules) {
    return rules.stream()
        .map(rule -> rule.strip().toLowerCase(Locale.ROOT))
        .anyMatch(rule -> rule.equals("integer") || rule.equals("integer:true"));
  }

  /** By a value; empty for null, which tells nothing. */
  static Optional<String> ofValue(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case Long _ -> Optional.of(BIGINT);
      case Double _ -> Optional.of(DOUBLE);
      case Boolean _ -> Optional.of(BOOLEAN);
      case Map<?, ?> _ -> Optional.of(JSONB);
      case List<?> _ -> Optional.of(JSONB);
      default -> Optional.of(TEXT);
    };
  }

  /** The type that holds values of both types. */
  static String both(String one, String other) {
    if (one.equals(other)) {
      return one;
    }
    boolean numbers = List.of(BIGINT, DOUBLE).containsAll(List.of(one, other));
    return numbers ? DOUBLE : TEXT;
  }

  /**
   * The type a column we made must become to hold a value that it cannot hold now; empty if it can
   * become no wider. {@code numeric} for whole numbers that meet a fraction, since {@code double
   * precision} would spoil the large ones already there.
   */
  static Optional<String> wider(Column column, Object value) {
    return switch (column.kind()) {
      case INT8 -> Optional.of(value instanceof Number ? NUMERIC : TEXT);
      case NUMERIC, FLOAT8, BOOL, TIMESTAMPTZ -> Optional.of(TEXT);
      case TEXT, INT2, INT4, FLOAT4, TIMESTAMP, DATE, TIME -> Optional.empty();
      case UUID, JSON, JSONB, BYTEA, ARRAY, OTHER -> Optional.empty();
    };
  }
}
