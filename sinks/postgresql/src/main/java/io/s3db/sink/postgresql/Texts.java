package io.s3db.sink.postgresql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL cannot store as text: the character NUL, and halves of a surrogate pair. */
final class Texts {
  private Texts() {}

  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Whether every text in a value is storable, names of members included. */
  static boolean isStorable(@Nullable Object value) {
    return switch (value) {
      case String text -> isStorable(text);
      case Map<?, ?> map ->
          map.entrySet().stream().allMatch(e -> isStorable(e.getKey()) && isStorable(e.getValue()));
      case List<?> list -> list.stream().allMatch(Texts::isStorable);
      case null, default -> true;
    };
  }
}
