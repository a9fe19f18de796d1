package io.s3db.sink.s3db;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Definitions for fields that nobody declared, from a value they have. */
final class DerivedAttributes {
  private DerivedAttributes() {}

  /** A definition that holds values like this one; nothing for null, which says nothing. */
  static Optional<String> of(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case String _ -> Optional.of("string|optional");
      case Boolean _ -> Optional.of("boolean|optional");
      case Number _ -> Optional.of("number|optional");
      case List<?> _ -> Optional.of("array|optional");
      case Map<?, ?> _ -> Optional.of("json|optional");
      default -> throw new IllegalArgumentException("no value of a document: " + value.getClass());
    };
  }

  /** Whether an attribute of this name can be declared: s3db.js keeps some names to itself. */
  static boolean canDeclare(String name) {
    return !name.isEmpty() && !name.contains(".") && !name.startsWith("_") && !name.startsWith("$");
  }
}
