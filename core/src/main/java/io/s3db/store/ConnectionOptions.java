package io.s3db.store;

import io.s3db.S3dbException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query parameters of a connection string, by name, read as what they should be.
 *
 * @param values dotted names to {@link Boolean}, {@link Long}, {@link Double} or {@link String}
 */
public record ConnectionOptions(Map<String, Object> values) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

  /** Copies the values, in order. */
  public ConnectionOptions {
    values = Map.copyOf(values);
  }

  /**
   * Reads text as s3db.js does: {@code true} and {@code false}, whole numbers and decimals are
   * typed, the rest is text.
   */
  static ConnectionOptions parse(Map<String, String> query) {
    Map<String, Object> values = new LinkedHashMap<>();
    query.forEach((name, text) -> values.put(name, typed(text)));
    return new ConnectionOptions(values);
  }

  private static Object typed(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.matches("-?[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    return text.matches("-?[0-9]+(\\.[0-9]+)?") ? Double.valueOf(text) : text;
  }

  /** The text of an option as it would be written, or the fallback if it is not there. */
  public String text(String name, String fallback) {
    Object value = values.get(name);
    return value == null ? fallback : value.toString();
  }

  /** A switch, or the fallback if it is not there. */
  public boolean flag(String name, boolean fallback) {
    return switch (values.get(name)) {
      case null -> fallback;
      case Boolean value -> value;
      default -> throw wrong(name, "is neither true nor false", "Write ?" + name + "=true.");
    };
  }

  /** A whole number of at least 1, or the fallback if it is not there. */
  public int count(String name, int fallback) {
    return switch (values.get(name)) {
      case null -> fallback;
      case Long value when value >= 1 && value <= Integer.MAX_VALUE -> value.intValue();
      default ->
          throw wrong(name, "is not a whole number from 1", "Write for example ?" + name + "=50.");
    };
  }

  /** A time such as {@code 500ms}, {@code 30s} or {@code 2m}, or the fallback. */
  public Duration duration(String name, Duration fallback) {
    if (!values.containsKey(name)) {
      return fallback;
    }
    Matcher parts = DURATION.matcher(text(name, "").toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw wrong(name, "is not a time", "Write a number and ms, s or m: ?" + name + "=30s.");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  /**
   * Refuses options that are not among the known ones, so that a misspelt one is not ignored.
   *
   * @param store what is being opened, for the message
   * @throws S3dbException naming the first unknown option and all known ones
   */
  public void refuseUnknown(String store, Collection<String> known) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!known.contains(name)) {
        throw new S3dbException(
            "UNKNOWN_OPTION",
            "The connection string of " + store + " has an unknown option '" + name + "'.",
            "Known are: " + String.join(", ", new TreeSet<>(known)) + ".");
      }
    }
  }

  private static S3dbException wrong(String name, String problem, String suggestion) {
    return new S3dbException(
        "INVALID_OPTION",
        "Option '" + name + "' of the connection string " + problem + ".",
        suggestion);
  }
}
