package io.s3db.json;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON to and from plain values: {@link Map} (in order), {@link List}, {@link String}, {@link
 * Long}, {@link Double}, {@link Boolean} and null.
 */
public final class Json {
  private static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private Json() {}

  /**
   * Reads one JSON value. Whole numbers that fit become {@link Long}, all others {@link Double}.
   *
   * @throws TooDeepException if it is nested deeper than 500 levels
   * @throws IllegalArgumentException if the text is not exactly one JSON value
   */
  public static @Nullable Object parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return whole(parser);
    } catch (StreamConstraintsException e) {
      throw new TooDeepException(MAX_DEPTH, e); // the only limit that is set
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** As {@link #parse(String)}, from UTF-8. */
  public static @Nullable Object parse(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      return whole(parser);
    } catch (StreamConstraintsException e) {
      throw new TooDeepException(MAX_DEPTH, e); // the only limit that is set
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The text {@code JSON.stringify} gives: no spaces, numbers as JavaScript writes them. */
  public static String write(@Nullable Object value) {
    return write(value, false);
  }

  /** As {@link #write(Object)}, in UTF-8. */
  public static byte[] bytes(@Nullable Object value) {
    return write(value, false).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * JSON that {@link #parse} reads back as equal values: a whole {@link Double} is written {@code
   * 5.0}, so that it does not come back as a {@link Long}.
   */
  public static byte[] typedBytes(@Nullable Object value) {
    return write(value, true).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text {@code JSON.stringify(value, null, 2)} gives: one member a line, two spaces of
   * indentation a level.
   */
  public static String pretty(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    pretty(text, value, "\n");
    return text.toString();
  }

  private static void pretty(StringBuilder text, @Nullable Object value, String line) {
    String inner = line + "  ";
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String separator = "{";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        text.append(separator).append(inner).append(write(member.getKey())).append(": ");
        pretty(text, member.getValue(), inner);
        separator = ",";
      }
      text.append(line).append('}');
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      String separator = "[";
      for (Object item : list) {
        text.append(separator).append(inner);
        pretty(text, item, inner);
        separator = ",";
      }
      text.append(line).append(']');
    } else {
      text.append(write(value));
    }
  }

  private static String write(@Nullable Object value, boolean typed) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, value, typed);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value, boolean typed) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean truth -> json.writeBoolean(truth);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Double number when !Double.isFinite(number) -> json.writeNull();
      case Double number when typed -> json.writeNumber(number);
      case Double number -> json.writeRawValue(JsNumber.text(number.doubleValue()));
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach(
            (name, member) -> {
              json.writeName((String) name);
              write(json, member, typed);
            });
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(item -> write(json, item, typed));
        json.writeEndArray();
      }
      default ->
          throw new IllegalArgumentException(
              "a " + value.getClass().getName() + " has no JSON form");
    }
  }

  private static @Nullable Object whole(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new IllegalArgumentException("not JSON: empty text");
    }
    Object value = read(parser, first);
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("not JSON: text follows the value");
    }
    return value;
  }

  private static @Nullable Object read(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> readWhole(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalArgumentException("not JSON: unexpected " + token);
    };
  }

  private static Number readWhole(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getDoubleValue();
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonParser parser) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      String name = parser.currentName();
      map.put(name, read(parser, parser.nextToken()));
    }
    return map;
  }

  private static List<@Nullable Object> readArray(JsonParser parser) {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(read(parser, token));
    }
    return list;
  }
}
