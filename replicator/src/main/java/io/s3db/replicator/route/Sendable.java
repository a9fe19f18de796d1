package io.s3db.replicator.route;

import io.s3db.Document;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses rows that no destination can be sent: numbers that are none, cycles, foreign types. */
final class Sendable {
  private static final int MAX_DEPTH = 200;

  private Sendable() {}

  /**
   * Looks at every value of a row.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void check(Document row) {
    checkMembers("", row.toMap(), 1);
  }

  private static void check(String path, @Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw refused(
          path.substring(0, Math.min(path.length(), 80)),
          "is nested deeper than " + MAX_DEPTH + " levels: it may contain itself");
    }
    switch (value) {
      case null -> {}
      case Double number when !Double.isFinite(number) ->
          throw refused(path, "is " + number + ": a number must be finite");
      case String _, Long _, Double _, Boolean _ -> {}
      case Map<?, ?> map -> checkMembers(path + ".", map, depth + 1);
      case List<?> list -> list.forEach(item -> check(path + "[]", item, depth + 1));
      default -> throw refused(path, "has a value of type " + value.getClass().getName());
    }
  }

  private static void checkMembers(String prefix, Map<?, ?> map, int depth) {
    map.forEach(
        (name, member) -> {
          if (!(name instanceof String)) {
            throw refused(prefix + name, "has a name that is no text");
          }
          check(prefix + name, member, depth);
        });
  }

  private static IllegalArgumentException refused(String path, String what) {
    return new IllegalArgumentException(
        "the transform returned field '" + path + "', which " + what);
  }
}
