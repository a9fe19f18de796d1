package io.s3db.cli.lines;

import io.s3db.Document;
import io.s3db.catalog.Attribute;
import io.s3db.catalog.AttributeType;
import io.s3db.json.JsNumber;
import io.s3db.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a resource's attributes stand in the cells of a table: text as it is, numbers
 * and truth values as in JSON, lists and objects as JSON. Members of an object that has attributes
 * have columns of their own, such as {@code address.city}.
 */
public final class Columns {
  private final Map<String, AttributeType> types = new LinkedHashMap<>();

  private Columns() {}

  /** The columns of a resource with these attributes; {@code id} comes first. */
  public static Columns of(Map<String, Object> attributes) {
    Columns columns = new Columns();
    columns.types.put("id", AttributeType.TEXT);
    List<Attribute> all = Attribute.of(attributes);
    for (Attribute each : all) {
      boolean divided =
          each.type() == AttributeType.OBJECT
              && all.stream().anyMatch(other -> other.path().startsWith(each.path() + "."));
      if (!divided) {
        columns.types.put(each.path(), each.type());
      }
    }
    return columns;
  }

  /** Their names. */
  public List<String> names() {
    return List.copyOf(types.keySet());
  }

  /** The fields of a record that have no column. */
  public List<String> without(Document record) {
    Map<String, @Nullable Object> flat = new HashMap<>();
    record.toMap().forEach((name, value) -> flatten(name, value, flat));
    return flat.keySet().stream().filter(name -> !types.containsKey(name)).sorted().toList();
  }

  private void flatten(String path, @Nullable Object value, Map<String, @Nullable Object> flat) {
    boolean divided =
        !types.containsKey(path)
            && types.keySet().stream().anyMatch(name -> name.startsWith(path + "."));
    if (divided && value instanceof Map<?, ?> members) {
      members.forEach((name, member) -> flatten(path + "." + name, member, flat));
    } else if (value != null) {
      flat.put(path, value);
    }
  }

  /** The cell of a field; null if the record has no value there. */
  public static @Nullable String cell(Document record, String name) {
    return text(record.get(name));
  }

  /** A value as one text; null stays null. */
  public static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Long number -> number.toString();
      case Double number -> JsNumber.text(number);
      case Boolean truth -> truth.toString();
      default -> Json.write(value);
    };
  }

  /**
   * The fields that cells stand for; empty ones are left out. What the schema makes of text, such
   * as numbers, stays text.
   *
   * @throws IllegalArgumentException if a cell of a list or an object starts like JSON and is none
   */
  public Document record(List<String> names, List<@Nullable String> cells) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String cell = cells.get(i);
      if (cell != null) {
        put(fields, names.get(i), value(names.get(i), cell));
      }
    }
    return Document.wrap(fields);
  }

  @SuppressWarnings("unchecked") // maps made here
  private static void put(
      Map<String, @Nullable Object> fields, String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      fields.put(path, value);
      return;
    }
    Object inner = fields.computeIfAbsent(path.substring(0, dot), _ -> new LinkedHashMap<>());
    if (!(inner instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "column '"
              + path
              + "' is a member of '"
              + path.substring(0, dot)
              + "', which has a value.");
    }
    put((Map<String, @Nullable Object>) map, path.substring(dot + 1), value);
  }

  /** The value that a text stands for in an attribute. */
  public @Nullable Object value(String name, String text) {
    boolean json = kind(name) == Kind.JSON && !text.isEmpty() && "[{".indexOf(text.charAt(0)) >= 0;
    if (!json) {
      return text;
    }
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("field '" + name + "' is " + e.getMessage() + ".", e);
    }
  }

  /** What a text stands for in an attribute. */
  public enum Kind {
    /** Itself. */
    TEXT,
    /** A number or a truth value. */
    SCALAR,
    /** A list, an object, or anything. */
    JSON,
    /** Nobody knows: it is no attribute. */
    UNKNOWN
  }

  /** What texts stand for in an attribute. */
  public Kind kind(String name) {
    AttributeType type = types.get(name);
    return switch (type) {
      case null -> Kind.UNKNOWN;
      case JSON, TEXT_LIST, NUMBER_LIST, INTEGER_LIST, LIST, OBJECT, SHORT, ANY -> Kind.JSON;
      case NUMBER, INTEGER, BOOLEAN, PLAIN_NUMBER, PLAIN_BOOLEAN -> Kind.SCALAR;
      case TEXT,
          DATETIME,
          DAY,
          TIME_OF_DAY,
          IP4,
          SECRET,
          SECRET_SCALAR,
          PASSWORD,
          PASSWORD_ARGON2,
          OPAQUE,
          UNREADABLE ->
          Kind.TEXT;
    };
  }

  /** Column names in order, those asked for or all. */
  public List<String> chosen(List<String> asked) {
    return asked.isEmpty() ? names() : new ArrayList<>(asked);
  }
}
