package io.s3db.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One route: a method and a path, what a caller must be allowed, and who answers.
 *
 * @param pattern such as {@code /api/v1/jobs/{job}}
 */
record Route(String method, String pattern, Access access, Handler handler) {
  /** Answers requests of one route. */
  @FunctionalInterface
  interface Handler {
    Answer handle(Request request) throws InterruptedException;
  }

  static Route open(String method, String pattern, Handler handler) {
    return new Route(method, pattern, Access.NONE, handler);
  }

  static Route read(String method, String pattern, Handler handler) {
    return new Route(method, pattern, Access.READ, handler);
  }

  static Route full(String method, String pattern, Handler handler) {
    return new Route(method, pattern, Access.FULL, handler);
  }

  /** The named parts of a path, if it is one of this route. */
  Optional<Map<String, String>> match(List<String> segments) {
    String[] parts = pattern.substring(1).split("/", -1);
    if (parts.length != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      String segment = segments.get(i);
      if (parts[i].startsWith("{") && !segment.isEmpty()) {
        named.put(parts[i].substring(1, parts[i].length() - 1), segment);
      } else if (!parts[i].equals(segment)) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }
}
