package io.s3db.replicator.options;

import io.s3db.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of a configuration object, collecting every problem instead of stopping at the
 * first.
 *
 * <p>Each accessor returns the value, or the fallback, or a harmless stand-in after noting a
 * problem with its full path. {@link #finish} notes keys that nobody asked for, with the nearest
 * known one.
 */
public final class Options {
  private final String path;
  private final Map<String, @Nullable Object> values;
  private final List<String> problems;
  private final Set<String> known = new TreeSet<>();

  private Options(String path, Map<String, @Nullable Object> values, List<String> problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /** Options at a path such as {@code replicators[0].config}; problems are added to the list. */
  public static Options of(
      String path, Map<String, ? extends @Nullable Object> values, List<String> problems) {
    return new Options(path, named(values), problems);
  }

  /** With texts as keys: a file may hold others, such as {@code on} in some forms of YAML. */
  private static Map<String, @Nullable Object> named(Map<?, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    values.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  /** A text that must be there. */
  public String requiredText(String name) {
    return text(name)
        .orElseGet(
            () -> {
              if (isAbsent(name)) {
                problem(name, "is required");
              }
              return "";
            });
  }

  /** A text, if it is there. */
  public Optional<String> text(String name) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    return wrong(name, value, "a text");
  }

  /** A text that never prints, and must be there. */
  public Secret requiredSecret(String name) {
    return secret(name)
        .orElseGet(
            () -> {
              if (isAbsent(name)) {
                problem(name, "is required");
              }
              return new Secret("");
            });
  }

  /** A text that never prints, if it is there. */
  public Optional<Secret> secret(String name) {
    Object value = value(name);
    return switch (value) {
      case null -> Optional.empty();
      case Secret secret -> Optional.of(secret);
      case String text when !text.isBlank() -> Optional.of(new Secret(text));
      default -> {
        problem(name, "must be a text");
        yield Optional.empty();
      }
    };
  }

  /** A truth value; also as text, as an environment variable gives it. */
  public boolean bool(String name, boolean fallback) {
    Object value = value(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    return this.<Boolean>wrong(name, value, "true or false").orElse(fallback);
  }

  /** A switch: {@code on} or {@code off}, which are no truth values in every form of YAML. */
  public boolean onOff(String name, boolean fallback) {
    Object value = value(name);
    return switch (value) {
      case null -> fallback;
      case Boolean on -> on;
      case String word when word.equals("on") -> true;
      case String word when word.equals("off") -> false;
      default -> this.<Boolean>wrong(name, value, "on or off").orElse(fallback);
    };
  }

  /** A whole number within bounds; also as text, as an environment variable gives it. */
  public int count(String name, int fallback, int least, int most) {
    Object value = value(name);
    if (value == null) {
      return fallback;
    }
    Object figure = value instanceof String text && isWhole(text) ? Long.valueOf(text) : value;
    if (figure instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    return this.<Integer>wrong(name, value, "a whole number from " + least + " to " + most)
        .orElse(fallback);
  }

  /**
   * A duration: a whole number of milliseconds, or text such as {@code 30s}, {@code 1.5h}, {@code
   * 250ms}; never negative, and at most 36,500 days.
   */
  public Duration duration(String name, Duration fallback) {
    Object value = value(name);
    return switch (value) {
      case null -> fallback;
      case Duration duration
          when !duration.isNegative() && duration.compareTo(Units.LONGEST) <= 0 ->
          duration;
      case Number number when Units.duration(number).isPresent() ->
          Units.duration(number).orElse(fallback);
      case String text when Units.duration(text).isPresent() ->
          Units.duration(text).orElse(fallback);
      default ->
          this.<Duration>wrong(name, value, "milliseconds, or a time such as 30s, 5m or 250ms")
              .orElse(fallback);
    };
  }

  /** A size: a whole number of bytes, or text such as {@code 64KB}, {@code 1.5GB}. */
  public long bytes(String name, long fallback) {
    Object value = value(name);
    return switch (value) {
      case null -> fallback;
      case Number number when Units.bytes(number).isPresent() -> Units.bytes(number).getAsLong();
      case String text when Units.bytes(text).isPresent() -> Units.bytes(text).getAsLong();
      default ->
          this.<Long>wrong(name, value, "a number of bytes, or a size such as 64KB or 10GB")
              .orElse(fallback);
    };
  }

  /** One of the constants of an enum, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    Object value = value(name);
    if (value == null) {
      return fallback;
    }
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (value.equals(word) || value.equals(constant)) {
        return constant;
      }
      words.add(word);
    }
    return this.<E>wrong(name, value, "one of " + String.join(", ", words)).orElse(fallback);
  }

  /** Texts by name: an object whose values are all texts. */
  public Map<String, String> textMap(String name) {
    Options inner = nested(name);
    Map<String, String> texts = new LinkedHashMap<>();
    inner.names().forEach(each -> inner.text(each).ifPresent(text -> texts.put(each, text)));
    return texts;
  }

  /** A list of texts; one text counts as a list of one. */
  public List<String> texts(String name) {
    Object value = value(name);
    return switch (value) {
      case null -> List.of();
      case String text -> List.of(text);
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case String[] array when Arrays.stream(array).allMatch(Objects::nonNull) -> List.of(array);
      default -> this.<List<String>>wrong(name, value, "a list of texts").orElse(List.of());
    };
  }

  /** A nested object; an empty one if it is absent. */
  public Options nested(String name) {
    Object value = value(name);
    Map<?, ? extends @Nullable Object> inner =
        switch (value) {
          case null -> Map.of();
          case Map<?, ?> map -> map;
          case Document document -> document.toMap();
          default -> {
            problem(name, "must be an object"); // what it is instead may be a secret
            yield Map.of();
          }
        };
    return new Options(path + "." + name, named(inner), problems);
  }

  /** The plain value of a key that has a form of its own; it counts as known from now on. */
  public @Nullable Object value(String name) {
    known.add(name);
    return values.get(name);
  }

  /** Whether the key is missing or null. */
  public boolean isAbsent(String name) {
    return values.get(name) == null;
  }

  /** The keys that are there. */
  public Set<String> names() {
    return values.keySet();
  }

  /** Where these options are, for messages. */
  public String path() {
    return path;
  }

  /** Notes a problem with a key. The text follows the path: {@code "is required"}. */
  public void problem(String name, String what) {
    problems.add((name.isEmpty() ? path : path + "." + name) + " " + what);
  }

  /** Notes every key that no accessor asked for, once, however often it is called. */
  public void finish() {
    List<String> unknown = values.keySet().stream().filter(name -> !known.contains(name)).toList();
    unknown.forEach(name -> problem(name, "is not an option" + nearestHint(name)));
    known.addAll(unknown);
  }

  private String nearestHint(String name) {
    return Nearest.of(name, known)
        .map(near -> ": did you mean '" + near + "'?")
        .orElse(": the options are " + String.join(", ", known));
  }

  private static boolean isWhole(String text) {
    return text.matches("-?\\d{1,18}");
  }

  private <T> Optional<T> wrong(String name, Object value, String wanted) {
    problem(name, "must be " + wanted + ", not " + shown(value));
    return Optional.empty();
  }

  /** Nothing of what an object or a list holds, which may be a secret. */
  private static String shown(Object value) {
    return switch (value) {
      case Secret secret -> secret.toString();
      case String text -> "'" + text + "'";
      case Map<?, ?> _, Document _ -> "an object";
      case Collection<?> _ -> "a list";
      case Duration duration -> duration.toString();
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}
