package io.s3db.typed;

import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record, or property of a bean.
 *
 * @param name of the attribute
 * @param binding of its type, inside an {@code Optional} too
 * @param presence whether it may be absent, and how
 * @param declared its whole definition, or empty for that of its type
 * @param getter from the object to its value
 */
record Member(
    String name, Binding binding, Presence presence, String declared, MethodHandle getter) {
  /** Whether a value may be absent. */
  enum Presence {
    /** It may not. */
    REQUIRED,
    /** It may be null. */
    NULLABLE,
    /** It may be an empty {@code Optional}. */
    OPTIONAL
  }

  /** The attribute's definition. */
  Object definition() {
    if (!declared.isEmpty()) {
      return declared;
    }
    return switch (binding.definition()) {
      case String text -> presence == Presence.REQUIRED ? text + "|required" : text + "|optional";
      case Object members -> members;
    };
  }

  /** The value a document holds, or null if there is none. */
  @Nullable Object write(String path, Object owner) {
    Object value = get(owner);
    if (presence == Presence.OPTIONAL && value instanceof Optional<?> optional) {
      value = optional.orElse(null);
    }
    if (value == null) {
      if (presence == Presence.REQUIRED) {
        throw new Mismatch(path, "is null, and is not declared Optional or @Nullable");
      }
      return null;
    }
    return binding.write(path, value);
  }

  /** The Java value. */
  @Nullable Object read(String path, Map<?, ?> fields) {
    Object stored = fields.get(name);
    if (stored == null) {
      return switch (presence) {
        case REQUIRED -> throw new Mismatch(path, "is missing, and is needed");
        case NULLABLE -> null;
        case OPTIONAL -> Optional.empty();
      };
    }
    Object value = binding.read(path, stored);
    return presence == Presence.OPTIONAL ? Optional.of(value) : value;
  }

  private @Nullable Object get(Object owner) {
    return Handles.call(() -> getter.invokeExact(owner));
  }
}
