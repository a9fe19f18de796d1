package io.s3db;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a document keeps to itself. All names are those of fields, or dotted paths into nested
 * objects.
 *
 * @param hidden fields whose values are not printed
 * @param aside values that only those find who name them; unmodifiable
 */
record Withheld(Set<String> hidden, Map<String, Object> aside) {
  static final Withheld NOTHING = new Withheld(Set.of(), Map.of());

  @Nullable Object find(String path) {
    return aside.isEmpty() ? null : aside.get(path);
  }

  /** This, hiding some more. */
  Withheld hiding(Collection<String> paths) {
    Set<String> all = new TreeSet<>(hidden);
    all.addAll(paths);
    return new Withheld(Collections.unmodifiableSet(all), aside);
  }

  /** This, with other values aside. */
  Withheld withAside(Map<String, Object> values) {
    return new Withheld(hidden, Collections.unmodifiableMap(values));
  }

  /** This, with nothing aside of a field that is written or removed. */
  Withheld forgetting(String name) {
    if (aside.isEmpty()) {
      return this;
    }
    Map<String, Object> rest = new LinkedHashMap<>(aside);
    rest.keySet().removeIf(path -> path.equals(name) || path.startsWith(name + "."));
    return withAside(rest);
  }

  /** What a nested object withholds, by paths into it. */
  Withheld in(String name) {
    if (hidden.isEmpty() && aside.isEmpty()) {
      return NOTHING;
    }
    String prefix = name + ".";
    Map<String, Object> inner = new LinkedHashMap<>();
    aside.forEach(
        (path, value) -> {
          if (path.startsWith(prefix)) {
            inner.put(path.substring(prefix.length()), value);
          }
        });
    Set<String> secret =
        hidden.stream()
            .filter(path -> path.startsWith(prefix))
            .map(path -> path.substring(prefix.length()))
            .collect(Collectors.toUnmodifiableSet());
    return new Withheld(secret, Collections.unmodifiableMap(inner));
  }

  /** The fields, with {@code ***} for the values of those that are hidden. */
  Map<String, @Nullable Object> masked(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> shown = fields;
    for (String path : hidden) {
      shown = DocumentValues.masked(shown, path);
    }
    return shown;
  }
}
