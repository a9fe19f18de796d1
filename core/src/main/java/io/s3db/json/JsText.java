package io.s3db.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text and property order as JavaScript has them. */
public final class JsText {
  private static final long MAX_INDEX = (1L << 32) - 2;

  private JsText() {}

  /** The text without the white space around it that {@code String.trim} removes. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * The entries in the order in which a JavaScript object lists its properties: names that look
   * like array indices first, ascending, then the others as they are.
   */
  public static <V extends @Nullable Object> Map<String, V> propertyOrder(Map<String, V> map) {
    List<String> indices = new ArrayList<>();
    for (String name : map.keySet()) {
      if (isIndex(name)) {
        indices.add(name);
      }
    }
    if (indices.isEmpty()) {
      return map;
    }
    indices.sort(Comparator.comparingLong(Long::parseLong));
    Map<String, V> ordered = new LinkedHashMap<>();
    indices.forEach(name -> ordered.put(name, map.get(name)));
    map.forEach(ordered::putIfAbsent);
    return ordered;
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty()
        && name.length() <= 10
        && name.chars().allMatch(c -> c >= '0' && c <= '9')
        && (name.length() == 1 || name.charAt(0) != '0')
        && Long.parseLong(name) <= MAX_INDEX;
  }

  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', '\u000b', '\f', '\r', ' ', '\u00a0', '\u1680' -> true;
      case '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff' -> true;
      default -> c >= '\u2000' && c <= '\u200a';
    };
  }
}
