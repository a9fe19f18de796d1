package io.s3db;

import io.s3db.json.JsNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values a document holds: how they are made, compared, and shown in part. */
final class DocumentValues {
  private static final int MAX_DEPTH = 200;

  private DocumentValues() {}

  /** Whether two values are equal, with numbers compared as numbers. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return (x instanceof Long && y instanceof Long)
          ? x.longValue() == y.longValue()
          : x.doubleValue() == y.doubleValue();
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && x.entrySet().stream().allMatch(e -> same(e.getValue(), y.get(e.getKey())));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!same(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    return Objects.equals(a, b);
  }

  /** The members with {@code ***} in place of one value. */
  static Map<String, @Nullable Object> masked(Map<String, @Nullable Object> members, String path) {
    int dot = members.containsKey(path) ? -1 : path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    Object value = members.get(name);
    if (value == null) {
      return members;
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(members);
    if (dot < 0) {
      copy.put(name, "***");
    } else if (value instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> below = new LinkedHashMap<>();
      inner.forEach((key, member) -> below.put((String) key, member));
      copy.put(name, masked(below, path.substring(dot + 1)));
    }
    return copy;
  }

  /** The members without the one at a path. */
  static Map<String, @Nullable Object> without(Map<?, ?> members, String path) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    members.forEach((name, value) -> rest.put((String) name, value));
    int dot = rest.containsKey(path) ? -1 : path.indexOf('.');
    if (dot < 0) {
      rest.remove(path);
    } else if (rest.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
      rest.put(
          path.substring(0, dot),
          Collections.unmodifiableMap(without(inner, path.substring(dot + 1))));
    }
    return rest;
  }

  /** A value in one of the types of a document. */
  static @Nullable Object normal(String path, @Nullable Object value, int depth) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Double number when !Double.isFinite(number) ->
          throw new IllegalArgumentException(
              "field '" + path + "' is " + number + ": a number must be finite");
      case Double number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> normal(path, Double.valueOf(number.toString()), depth);
      case BigInteger number when number.bitLength() < 64 -> number.longValue();
      case BigInteger number -> exact(path, new BigDecimal(number));
      case BigDecimal number -> exact(path, number);
      case Instant time -> IsoTime.text(time);
      case LocalDate date -> date.toString();
      case UUID uuid -> uuid.toString();
      case Enum<?> constant -> constant.name();
      case Document document -> notTooDeep(path, document.toMap(), depth);
      case Map<?, ?> map -> normalMap(path, map, depth);
      case Collection<?> items -> normalList(path, items, depth);
      case Object[] items -> normalList(path, Arrays.asList(items), depth);
      default ->
          throw new IllegalArgumentException(
              "field '"
                  + path
                  + "' has a value of type "
                  + value.getClass().getName()
                  + ", which a document cannot hold");
    };
  }

  private static Double exact(String path, BigDecimal number) {
    double nearest = number.doubleValue();
    if (!Double.isFinite(nearest)
        || new BigDecimal(JsNumber.text(nearest)).compareTo(number) != 0) {
      throw new IllegalArgumentException(
          "field '"
              + path
              + "' is "
              + number
              + ", which a double cannot hold exactly: keep it as text");
    }
    return nearest;
  }

  private static Map<String, @Nullable Object> normalMap(String path, Map<?, ?> map, int depth) {
    checkDepth(path, depth);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException(
                "field '" + path + "' has a member whose name is no text: " + key);
          }
          copy.put(name, normal(path + "." + name, value, depth + 1));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static List<@Nullable Object> normalList(String path, Collection<?> items, int depth) {
    checkDepth(path, depth);
    List<@Nullable Object> copy = new ArrayList<>(items.size());
    int index = 0;
    for (Object item : items) {
      copy.add(normal(path + "[" + index++ + "]", item, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private static void checkDepth(String path, int depth) {
    if (depth >= MAX_DEPTH) {
      throw new IllegalArgumentException(
          "field '"
              + path.split("[.\\[]", 2)[0]
              + "' is nested deeper than "
              + MAX_DEPTH
              + " levels: keep what is below as JSON text");
    }
  }

  /** A value that has the types of this class already. */
  private static Map<String, @Nullable Object> notTooDeep(
      String path, Map<String, @Nullable Object> value, int depth) {
    walk(path, value, depth);
    return value;
  }

  private static void walk(String path, @Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      checkDepth(path, depth);
      map.values().forEach(member -> walk(path, member, depth + 1));
    } else if (value instanceof List<?> list) {
      checkDepth(path, depth);
      list.forEach(item -> walk(path, item, depth + 1));
    }
  }
}
