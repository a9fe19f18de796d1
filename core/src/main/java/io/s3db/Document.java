package io.s3db;

import io.s3db.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final Document EMPTY = new Document(Map.of(), Withheld.NOTHING);

  private final Map<String, @Nullable Object> fields;
  private final Withheld withheld;

  private Document(Map<String, @Nullable Object> fields, Withheld withheld) {
    this.fields = fields;
    this.withheld = withheld;
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
    return new Document(Collections.unmodifiableMap(fields), Withheld.NOTHING);
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
    return new Builder(new LinkedHashMap<>(), Withheld.NOTHING);
  }

  /** A builder that starts with these fields. */
  public Builder toBuilder() {
    return new Builder(new LinkedHashMap<>(fields), withheld);
  }

  /** The value of a field; null if it is absent or null. A dotted name walks nested objects. */
  public @Nullable Object get(String name) {
    Object value = fields.get(name);
    if (value != null || fields.containsKey(name)) {
      return value;
    }
    Object beside = withheld.find(name);
    if (beside != null || name.indexOf('.') < 0) {
      return beside;
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
    return fields.containsKey(name) || withheld.aside().containsKey(name);
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
        : new Document(
            (Map<String, @Nullable Object>) required(name, Map.class, "object"), withheld.in(name));
  }

  /** This document with one field added or changed. */
  public Document with(String name, @Nullable Object value) {
    return toBuilder().put(name, value).build();
  }

  /** This document with one field in front of all others. */
  public Document withFirst(String name, @Nullable Object value) {
    Builder builder = new Builder(new LinkedHashMap<>(), withheld).put(name, value);
    fields.forEach(builder.fields::putIfAbsent);
    return builder.build();
  }

  /** This document with the fields of another added or changed. */
  public Document with(Document other) {
    Builder builder = toBuilder();
    builder.fields.putAll(other.fields);
    return builder.build().hiding(other.withheld.hidden());
  }

  /** This document without some fields. */
  public Document without(String... names) {
    Builder builder = toBuilder();
    for (String name : names) {
      builder.fields.remove(name);
      builder.forget(name);
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
    return withheld.hidden().containsAll(paths)
        ? this
        : new Document(fields, withheld.hiding(paths));
  }

  /**
   * The same document, some fields of which are set aside: whoever asks for one by its name gets
   * it, and it is part of nothing else, neither of the names nor of the map, the JSON, or what is
   * equal. A copy of the document made by {@link #with} has them aside as well.
   *
   * @param paths names of fields; dotted ones lead into nested objects
   */
  public Document setAside(Collection<String> paths) {
    Map<String, @Nullable Object> rest = fields;
    Map<String, Object> beside = new LinkedHashMap<>(withheld.aside());
    for (String path : paths) {
      Object value = get(path);
      if (value != null) {
        beside.put(path, value);
        rest = DocumentValues.without(rest, path);
      }
    }
    return beside.size() == withheld.aside().size()
        ? this
        : new Document(Collections.unmodifiableMap(rest), withheld.withAside(beside));
  }

  /** What is {@linkplain #setAside set aside}, by path; unmodifiable. */
  public Map<String, Object> aside() {
    return withheld.aside();
  }

  /** The JSON, with {@code ***} for the values of fields that are {@linkplain #hiding hidden}. */
  @Override
  public String toString() {
    return Json.write(withheld.masked(fields));
  }

  /** Whether two values are equal, with numbers compared as numbers. */
  public static boolean same(@Nullable Object a, @Nullable Object b) {
    return DocumentValues.same(a, b);
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
            + (withheld.hidden().contains(name) ? "***" : Json.write(value)));
  }

  /** Collects fields in order. */
  public static final class Builder {
    private final Map<String, @Nullable Object> fields;
    private Withheld withheld;

    private Builder(Map<String, @Nullable Object> fields, Withheld withheld) {
      this.fields = fields;
      this.withheld = withheld;
    }

    private void forget(String name) {
      withheld = withheld.forgetting(name);
    }

    /**
     * Adds or changes a field.
     *
     * @throws IllegalArgumentException naming the field, if the value cannot be held
     */
    public Builder put(String name, @Nullable Object value) {
      fields.put(name, DocumentValues.normal(name, value, 1));
      forget(name);
      return this;
    }

    /** The document. */
    public Document build() {
      return new Document(Collections.unmodifiableMap(new LinkedHashMap<>(fields)), withheld);
    }
  }
}
