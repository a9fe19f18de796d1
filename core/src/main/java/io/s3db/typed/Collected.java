package io.s3db.typed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types that hold others: lists, sets and maps with text keys. */
final class Collected {
  private Collected() {}

  /**
   * A list or a set.
   *
   * @param items their binding
   * @param set whether it is a set
   */
  record Items(Binding items, boolean set) implements Binding {
    @Override
    public Object definition() {
      return switch (items.definition()) {
        case String text when text.equals("number") -> "array|items:number";
        case String text when text.equals("string") -> "array|items:string";
        default -> "array";
      };
    }

    @Override
    public Object write(String path, Object value) {
      List<Object> written = new ArrayList<>();
      for (Object item : (Collection<?>) value) {
        String place = path + "[" + written.size() + "]";
        written.add(items.write(place, present(place, item)));
      }
      return written;
    }

    @Override
    public Object read(String path, Object stored) {
      if (!(stored instanceof List<?> list)) {
        throw Mismatch.needs(path, stored, "a list");
      }
      Collection<Object> read = set ? new LinkedHashSet<>() : new ArrayList<>();
      int index = 0;
      for (Object item : list) {
        String place = path + "[" + index++ + "]";
        read.add(items.read(place, present(place, item)));
      }
      return set
          ? Collections.unmodifiableSet((LinkedHashSet<Object>) read)
          : Collections.unmodifiableList((List<Object>) read);
    }
  }

  /**
   * A map with text keys.
   *
   * @param values their binding
   */
  record Entries(Binding values) implements Binding {
    @Override
    public Object definition() {
      return "json";
    }

    @Override
    public Object write(String path, Object value) {
      return copy(path, (Map<?, ?>) value, values::write);
    }

    @Override
    public Object read(String path, Object stored) {
      if (!(stored instanceof Map<?, ?> map)) {
        throw Mismatch.needs(path, stored, "a map");
      }
      return Collections.unmodifiableMap(copy(path, map, values::read));
    }
  }

  private interface Step {
    Object apply(String path, Object value);
  }

  private static Map<String, Object> copy(String path, Map<?, ?> map, Step step) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String place = path + "." + key;
          copy.put(String.valueOf(key), step.apply(place, present(place, value)));
        });
    return copy;
  }

  private static Object present(String path, @Nullable Object value) {
    if (value == null) {
      throw new Mismatch(path, "is null, which no item may be");
    }
    return value;
  }
}
