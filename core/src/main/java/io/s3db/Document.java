package io.s3db;

import io.s3db.json.JsNumber;
import io.s3db.json.Json;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record: an immutable, ordered map from names to values.
 *
 * <p>A value is a {@link String}, {@link Long}, {@link Double}, {@link Boolean}, null, a {@link
 * List} of values, or a {@link Map} of values. Other common types are converted when a document is
 * made: shorter whole numbers to {@link Long}, {@link Float} and {@link BigDecimal} to {@link
 * Double}, {@link Instant} to ISO text with milliseconds, {@link LocalDate}, {@link UUID} and enums
 * to their text, a document to its map. A number that a double cannot hold without changing its
 * decimal digits is refused: keep it as text. So is a value nested deeper than 200 levels.
 *
 * <pre>{@code
 * Document order = Document.of("userId", "alice", "total", 299.99);
 * double total = order.number("total");
 * Document sent = order.with("total", 300).without("userId");
 * }</pre>
 */
public final class Document {
  private static final int MAX_DEPTH = 200;
  private static final Document EMPTY = new Document(Map.of());

  private final Map<String, @Nullable Object> fields;

  /** Fields whose values are not printed: names, or dotted paths into nested objects. */
  private final Set<String> hidden;

  private Document(Map<String, @Nullable Object> fields) {
    this(fields, Set.of());
  }

  private Document(Map<String, @Nullable Object> fields, Set<String> hidden) {
    this.fields = fields;
    this.hidden = hidden;
  }

  /** A document without fields. */
  public static Document of() {
    return EMPTY;
  }

  /**
   * A document of names and values in turn.
   *
   * @throws IllegalArgumentException naming the field, if a name is not a string, a value has a
   *     type that cannot be held, or the last name has no value
   */
  public static Document of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("names and values come in pairs: the last has no partner");
    }
    Builder builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new IllegalArgumentException("not a field name: " + namesAndValues[i]);
      }
      builder.put(name, namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** A document with the entries of a map, in its order. */
  public static Document copyOf(Map<String, ? extends @Nullable Object> fields) {
    Builder builder = builder();
    fields.forEach(builder::put);
    return builder.build();
  }

  /**
   * A document of values that are known to have the types of this class already, such as those
   * parsed from JSON. The map is wrapped, not copied: it must not change any more.
   */
  public static Document wrap(Map<String, @Nullable Object> fields) {
    return new Document(Collections.unmodifiableMap(fields));
  }

  /**
   * Reads a JSON object.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  @SuppressWarnings("unchecked") // the parser gives maps with string keys only
  public static Document parse(String json) {
    if (!(Json.parse(json) instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "not a JSON object: " + json.substring(0, Math.min(json.length(), 100)));
    }
    return wrap((Map<String, @Nullable Object>) map);
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder(new LinkedHashMap<>(), Set.of());
  }

  /** A builder that starts with these fields. */
  public Builder toBuilder() {
    return new Builder(new LinkedHashMap<>(fields), hidden);
  }

  /** The value of a field; null if it is absent or null. A dotted name walks nested objects. */
  public @Nullable Object get(String name) {
    Object value = fields.get(name);
    if (value != null || name.indexOf('.') < 0 || fields.containsKey(name)) {
      return value;
    }
    Object step = fields;
    for (String part : name.split("\\.", -1)) {
      if (!(step instanceof Map<?, ?> map)) {
        return null;
      }
      step = map.get(part);
    }
    return step;
  }

  /** Whether the field is there, be it null. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The {@code id} field. */
  public String id() {
    return text("id");
  }

  /**
   * A text field.
   *
   * @throws IllegalArgumentException naming the field, if it is missing or no text
   */
  public String text(String name) {
    return required(name, String.class, "text");
  }

  /** A text field, or the fallback if it is absent or null. */
  public String text(String name, String fallback) {
    return get(name) == null ? fallback : text(name);
  }

  /** A text field, or nothing if it is absent or null. */
  public Optional<String> findText(String name) {
    return get(name) == null ? Optional.empty() : Optional.of(text(name));
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException naming the field, if it is missing or no number
   */
  public double number(String name) {
    return required(name, Number.class, "number").doubleValue();
  }

  /** A number, or the fallback if it is absent or null. */
  public double number(String name, double fallback) {
    return get(name) == null ? fallback : number(name);
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException naming the field, if it is missing or no whole number
   */
  public long integer(String name) {
    Number value = required(name, Number.class, "whole number");
    if (value instanceof Double real && real != Math.rint(real)) {
      throw wrongType(name, "whole number", value);
    }
    return value.longValue();
  }

  /** A whole number, or the fallback if it is absent or null. */
  public long integer(String name, long fallback) {
    return get(name) == null ? fallback : integer(name);
  }

  /**
   * A truth value.
   *
   * @throws IllegalArgumentException naming the field, if it is missing or not true or false
   */
  public boolean bool(String name) {
    return required(name, Boolean.class, "boolean");
  }

  /** A truth value, or the fallback if it is absent or null. */
  public boolean bool(String name, boolean fallback) {
    return get(name) == null ? fallback : bool(name);
  }

  /**
   * A time, kept as ISO text.
   *
   * @throws IllegalArgumentException naming the field, if it is missing or no time
   */
  public Instant instant(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(
          "field '" + name + "' is no time in ISO form: '" + text + "'", e);
    }
  }

  /** A list; empty if the field is absent or null. */
  @SuppressWarnings("unchecked") // every list in a document holds values
  public List<@Nullable Object> list(String name) {
    return get(name) == null
        ? List.of()
        : (List<@Nullable Object>) required(name, List.class, "list");
  }

  /** A nested object; without fields if it is absent or null. */
  @SuppressWarnings("unchecked") // every map in a document has string keys
  public Document document(String name) {
    return get(name) == null
        ? EMPTY
        : new Document((Map<String, @Nullable Object>) required(name, Map.class, "object"))
            .hiding(hiddenIn(name + "."));
  }

  private List<String> hiddenIn(String prefix) {
    return hidden.stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .toList();
  }

  /** This document with one field added or changed. */
  public Document with(String name, @Nullable Object value) {
    return toBuilder().put(name, value).build();
  }

  /** This document with one field in front of all others. */
  public Document withFirst(String name, @Nullable Object value) {
    Builder builder = new Builder(new LinkedHashMap<>(), hidden).put(name, value);
    fields.forEach(builder.fields::putIfAbsent);
    return builder.build();
  }

  /** This document with the fields of another added or changed. */
  public Document with(Document other) {
    Builder builder = toBuilder();
    builder.fields.putAll(other.fields);
    return builder.build().hiding(other.hidden);
  }

  /** This document without some fields. */
  public Document without(String... names) {
    Builder builder = toBuilder();
    for (String name : names) {
      builder.fields.remove(name);
    }
    return builder.build();
  }

  /** The names of the fields, in order. */
  public Set<String> names() {
    return fields.keySet();
  }

  /** Whether there is no field. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The fields as an unmodifiable map, in order. */
  public Map<String, @Nullable Object> toMap() {
    return fields;
  }

  /** The fields as JSON, as {@code JSON.stringify} writes them. */
  public String toJson() {
    return Json.write(fields);
  }

  /**
   * Equal if the same names have equal values, in any order; {@code 5} and {@code 5.0} are equal.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Document that && same(fields, that.fields);
  }

  @Override
  public int hashCode() {
    return fields.keySet().hashCode();
  }

  /**
   * The same document, which does not print the values of some fields. Records read from a database
   * hide their secret attributes, opened or not.
   *
   * @param paths names of fields; dotted ones lead into nested objects
   */
  public Document hiding(Collection<String> paths) {
    if (hidden.containsAll(paths)) {
      return this;
    }
    Set<String> all = new TreeSet<>(hidden);
    all.addAll(paths);
    return new Document(fields, Collections.unmodifiableSet(all));
  }

  /** The JSON, with {@code ***} for the values of fields that are {@linkplain #hiding hidden}. */
  @Override
  public String toString() {
    Map<String, @Nullable Object> shown = fields;
    for (String path : hidden) {
      shown = masked(shown, path);
    }
    return Json.write(shown);
  }

  private static Map<String, @Nullable Object> masked(
      Map<String, @Nullable Object> members, String path) {
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

  /** Whether two values are equal, with numbers compared as numbers. */
  public static boolean same(@Nullable Object a, @Nullable Object b) {
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

  private <T> T required(String name, Class<T> type, String what) {
    Object value = get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "field '" + name + "' is missing: a " + what + " is needed");
    }
    if (!type.isInstance(value)) {
      throw wrongType(name, what, value);
    }
    return type.cast(value);
  }

  private IllegalArgumentException wrongType(String name, String what, Object value) {
    return new IllegalArgumentException(
        "field '"
            + name
            + "' is no "
            + what
            + ": it is "
            + (hidden.contains(name) ? "***" : Json.write(value)));
  }

  /** Collects fields in order. */
  public static final class Builder {
    private final Map<String, @Nullable Object> fields;
    private final Set<String> hidden;

    private Builder(Map<String, @Nullable Object> fields, Set<String> hidden) {
      this.fields = fields;
      this.hidden = hidden;
    }

    /**
     * Adds or changes a field.
     *
     * @throws IllegalArgumentException naming the field, if the value cannot be held
     */
    public Builder put(String name, @Nullable Object value) {
      fields.put(name, normal(name, value, 1));
      return this;
    }

    /** The document. */
    public Document build() {
      return new Document(Collections.unmodifiableMap(new LinkedHashMap<>(fields)), hidden);
    }
  }

  private static @Nullable Object normal(String path, @Nullable Object value, int depth) {
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
      case Document document -> notTooDeep(path, document.fields, depth);
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
