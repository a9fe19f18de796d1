package io.s3db.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first part of a definition: {@code money:4}, {@code geo:lat}, {@code embedding:128}. */
final class RuleHead {
  private RuleHead() {}

  /** The type whose checks apply; options that come with the head are added to those given. */
  static String type(String head, Map<String, @Nullable Object> options) {
    String[] words = head.split(":", -1);
    return switch (words[0]) {
      case "money", "crypto" -> {
        options.putIfAbsent("min", 0L);
        yield "number";
      }
      case "decimal" -> "number";
      case "ip4", "ip6" -> "string";
      case "geo" -> degrees(words.length > 1 ? words[1] : "", options);
      case "embedding" -> {
        options.putIfAbsent("items", "number");
        options.putIfAbsent("empty", false);
        if (words.length > 1) {
          options.putIfAbsent("length", Rule.value(words[1]));
        }
        yield "array";
      }
      case "buffer", "bits" -> "any";
      default -> words[0];
    };
  }

  private static String degrees(String axis, Map<String, @Nullable Object> options) {
    if (axis.equals("point")) {
      return "any";
    }
    long most = axis.equals("lat") ? 90 : 180;
    options.putIfAbsent("min", -most);
    options.putIfAbsent("max", most);
    return "number";
  }
}
