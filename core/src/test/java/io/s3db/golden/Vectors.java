package io.s3db.golden;

import io.s3db.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON files under {@code /golden} on the test class path. */
public final class Vectors {
  private Vectors() {}

  /** A file of {@code golden/vectors}, by its name without {@code .json}. */
  public static Object vector(String name) {
    return json("vectors/" + name + ".json");
  }

  /** A file of {@code golden}. */
  public static Object json(String path) {
    try (InputStream file = Vectors.class.getResourceAsStream("/golden/" + path)) {
      if (file == null) {
        throw new IllegalArgumentException("there is no golden file " + path);
      }
      Object value = Json.parse(file.readAllBytes());
      if (value == null) {
        throw new IllegalArgumentException("the golden file " + path + " is empty");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object; its members in order. */
  @SuppressWarnings("unchecked") // JSON: maps have text keys only
  public static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) required(value);
  }

  /** A list of objects. */
  public static List<Map<String, @Nullable Object>> maps(@Nullable Object value) {
    return ((List<?>) required(value)).stream().map(Vectors::map).toList();
  }

  /** Text. */
  public static String text(@Nullable Object value) {
    return (String) required(value);
  }

  /** Whether the value stands for JavaScript's undefined. */
  public static boolean isUndefined(@Nullable Object value) {
    return value instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("$undefined"));
  }

  /** A copy without the members that are undefined, at every level. */
  public static @Nullable Object defined(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> {
            if (!isUndefined(member)) {
              copy.put((String) name, defined(member));
            }
          });
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(defined(item)));
      return copy;
    }
    return value;
  }

  private static Object required(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("the golden file has no value here");
    }
    return value;
  }
}
