package io.s3db.record;

import io.s3db.catalog.AttributeType;
import io.s3db.json.JsNumber;
import io.s3db.json.JsText;
import io.s3db.json.Json;
import io.s3db.secret.Vault;
import io.s3db.value.Base62;
import io.s3db.value.ShortForm;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as they are stored, before metadata encoding.
 *
 * <p>What would read back as something else is refused, not stored: a problem is added instead.
 *
 * @param inBody whether all fields of the resource lie in the body, where numbers and truth values
 *     of attributes without a type keep their type
 * @param resource the name of the resource, for messages
 * @param vault closes secrets and hashes passwords
 */
record ValueEncoder(boolean inBody, String resource, Vault vault) {
  /** Text, or null, or a number or truth value that stays what it is in the body. */
  @Nullable Object encode(
      String field, FieldCodec codec, @Nullable Object value, Problems problems) {
    if (value == null) {
      return null;
    }
    AttributeType type = codec.type();
    return switch (type) {
      case DAY, TIME_OF_DAY, IP4, SHORT -> shortText(field, codec.shortForm(), value, problems);
      case TEXT -> text(field, value, problems);
      case ANY -> any(field, value, problems);
      case NUMBER -> number(field, value, problems);
      case INTEGER -> integer(field, value, problems);
      case BOOLEAN -> bool(field, value, problems);
      case DATETIME -> time(field, value, problems);
      case JSON -> json(value);
      case TEXT_LIST -> textList(field, value, problems);
      case NUMBER_LIST, INTEGER_LIST -> numberList(field, type, value, problems);
      case LIST ->
          value instanceof List<?> ? Json.write(value) : no(field, "a list", value, problems);
      case PLAIN_NUMBER ->
          value instanceof Number number ? plain(number) : no(field, "a number", value, problems);
      case PLAIN_BOOLEAN ->
          value instanceof Boolean truth
              ? plain(truth)
              : no(field, "true or false", value, problems);
      case OBJECT ->
          value instanceof Map<?, ?> ? Json.write(value) : no(field, "an object", value, problems);
      case SECRET, SECRET_SCALAR -> secret(field, type, value, problems);
      case PASSWORD, PASSWORD_ARGON2 -> password(field, type, value, problems);
      case OPAQUE, UNREADABLE -> {
        problems.add(field, "has a type that cannot be written.", value);
        yield null;
      }
    };
  }

  private static @Nullable Object shortText(
      String field, ShortForm form, Object value, Problems problems) {
    String stored = form.encode(value);
    return stored == null ? no(field, form.what(), value, problems) : stored;
  }

  /** No message shows the value. */
  private @Nullable Object secret(
      String field, AttributeType type, Object value, Problems problems) {
    String text =
        switch (value) {
          case String given -> given;
          case Number number when type == AttributeType.SECRET_SCALAR -> JsNumber.text(number);
          case Boolean truth when type == AttributeType.SECRET_SCALAR -> truth.toString();
          default -> null;
        };
    if (text == null) {
      return refuse(field, "is secret, and its value is no text.", null, problems);
    }
    if (text.equals("null") || text.equals("undefined")) {
      return refuse(
          field,
          "is secret, and the words null and undefined stand for none there.",
          null,
          problems);
    }
    if (!FieldMapper.isWellFormed(text)) {
      return refuse(field, "holds half a character (a lone surrogate).", null, problems);
    }
    return vault.seal(resource, field, text);
  }

  private @Nullable Object password(
      String field, AttributeType type, Object value, Problems problems) {
    if (!(value instanceof String text) || text.isEmpty() || !FieldMapper.isWellFormed(text)) {
      return refuse(field, "is a password, and its value is no text.", null, problems);
    }
    return vault.passwords().stored(text, type == AttributeType.PASSWORD_ARGON2);
  }

  private static @Nullable Object text(String field, Object value, Problems problems) {
    return value instanceof String text ? text : no(field, "text", value, problems);
  }

  private @Nullable Object any(String field, Object value, Problems problems) {
    return switch (value) {
      case String text when ValueDecoder.structure(text) == null -> text;
      case String text ->
          refuse(
              field,
              "is text that looks like JSON and would be read back parsed: declare it 'string'.",
              text,
              problems);
      case Map<?, ?> map -> Json.write(map);
      case List<?> list -> Json.write(list);
      default ->
          inBody
              ? value
              : refuse(
                  field,
                  "has no declared type, so that "
                      + Json.write(value)
                      + " would be read back as text: declare it 'number', 'boolean' or 'json'.",
                  value,
                  problems);
    };
  }

  private static @Nullable Object number(String field, Object value, Problems problems) {
    Number number = asNumber(value);
    if (number == null) {
      return no(field, "a number", value, problems);
    }
    return isExact(field, number, problems) ? NumberText.encode(number.doubleValue()) : null;
  }

  private static @Nullable Object integer(String field, Object value, Problems problems) {
    Number number = asNumber(value);
    if (number == null) {
      return no(field, "a number", value, problems);
    }
    if (!isExact(field, number, problems)) {
      return null;
    }
    double whole = number.doubleValue();
    String digits = Base62.encode(whole);
    if (Base62.decode(digits) != whole) {
      return refuse(
          field,
          "is "
              + JsNumber.text(whole)
              + ", which cannot be stored exactly as a whole number:"
              + " declare it 'number' without 'integer', or keep it as text.",
          value,
          problems);
    }
    return digits;
  }

  /** Text attributes whose definition has the word "number" in it are numbers too. */
  private static @Nullable Number asNumber(Object value) {
    if (value instanceof String text && !JsText.trim(text).isEmpty()) {
      double number = JsNumber.parse(text);
      return Double.isFinite(number) ? (Number) number : null;
    }
    return value instanceof Number number ? number : null;
  }

  private static boolean isExact(String field, Number number, Problems problems) {
    if (!JsNumber.exact(number)) {
      refuse(
          field,
          "is " + number + ", which a number (a double) cannot hold exactly: keep it as text.",
          number,
          problems);
      return false;
    }
    return true;
  }

  private static @Nullable Object bool(String field, Object value, Problems problems) {
    return value instanceof Boolean truth
        ? truth ? "1" : "0"
        : no(field, "true or false", value, problems);
  }

  private static @Nullable Object time(String field, Object value, Problems problems) {
    try {
      if (value instanceof String text) {
        return Base62.encode((double) Instant.parse(text).toEpochMilli());
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Refused below, like every other value that is no time.
    }
    return no(field, "a time in ISO form", value, problems);
  }

  /** Text that reads back as itself is stored as it is, all other values as JSON. */
  private static Object json(Object value) {
    return value instanceof String text && text.equals(ValueDecoder.json(text))
        ? text
        : Json.write(value);
  }

  /** Lists that bars would change are stored as JSON, which s3db.js reads too. */
  private static @Nullable Object textList(String field, Object value, Problems problems) {
    if (!(value instanceof List<?> list)) {
      return no(field, "a list", value, problems);
    }
    List<String> items = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof String text)) {
        return no(field + "[" + items.size() + "]", "text", item, problems);
      }
      items.add(text);
    }
    String joined = BarList.join(items);
    boolean survives =
        ValueDecoder.structure(joined) == null && BarList.split(joined).equals(items);
    return survives ? joined : Json.write(items);
  }

  private static @Nullable Object numberList(
      String field, AttributeType type, Object value, Problems problems) {
    if (!(value instanceof List<?> list)) {
      return no(field, "a list", value, problems);
    }
    List<String> items = new ArrayList<>();
    for (Object item : list) {
      String place = field + "[" + items.size() + "]";
      Object text =
          item == null
              ? no(place, "a number", null, problems)
              : type == AttributeType.INTEGER_LIST
                  ? integer(place, item, problems)
                  : number(place, item, problems);
      items.add(String.valueOf(text));
    }
    return String.join("|", items);
  }

  private Object plain(Object value) {
    return inBody ? value : Json.write(value);
  }

  private static @Nullable Object no(
      String field, String wanted, @Nullable Object value, Problems problems) {
    return refuse(
        field, "must be " + wanted + ", but is " + Json.write(value) + ".", value, problems);
  }

  private static @Nullable Object refuse(
      String field, String why, @Nullable Object value, Problems problems) {
    problems.add(field, why, value);
    return null;
  }
}
