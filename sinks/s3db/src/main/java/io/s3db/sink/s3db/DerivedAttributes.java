package io.s3db.sink.s3db;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Definitions for fields that nobody declared, from a value they have. */
final class DerivedAttributes {
  /** Holds objects and lists alike. */
  static final String JSON = "json|optional";

  private static final String LIST = "array|optional";

  private DerivedAttributes() {}

  /** A definition that holds values like this one; nothing for null, which says nothing. */
  static Optional<String> of(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case String _ -> Optional.of("string|optional");
      case Boolean _ -> Optional.of("boolean|optional");
      case Number _ -> Optional.of("number|optional");
      case List<?> _ -> Optional.of(LIST);
      case Map<?, ?> _ -> Optional.of(JSON);
      default -> throw new IllegalArgumentException("no value of a document: " + value.getClass());
    };
  }

  /**
   * Whether a definition that was derived from a list is to hold an object. Records that are there
   * are read by the definition they were written with.
   *
   * <p>Nothing else becomes wider: as JSON, the text {@code "12"} would come back as a number.
   */
  static boolean isTooNarrow(@Nullable Object definition, @Nullable Object value) {
    return LIST.equals(definition) && value instanceof Map<?, ?>;
  }

  /** Whether an attribute of this name can be declared: s3db.js keeps some names to itself. */
  static boolean canDeclare(String name) {
    return !name.isEmpty() && !name.contains(".") && !name.startsWith("_") && !name.startsWith("$");
  }
}
