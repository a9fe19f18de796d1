package io.s3db.record;

import io.s3db.IsoTime;
import io.s3db.S3dbException;
import io.s3db.catalog.AttributeType;
import io.s3db.json.JsNumber;
import io.s3db.json.Json;
import io.s3db.value.Base62;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored values as what they mean, each decoded once.
 *
 * <p>A value that is no valid text of its type, such as one written before the type was changed, is
 * given as the stored text: visible and unharmed, instead of missing. Text attributes are always
 * text; s3db.js parses those that look like JSON.
 */
final class ValueDecoder {
  /** Times beyond the year 9999 have a text of another shape. */
  private static final double MAX_MILLIS = 253_402_300_799_999.0;

  private static final double MIN_MILLIS = -62_167_219_200_000.0;

  private ValueDecoder() {}

  /**
   * The value of a declared attribute.
   *
   * @throws S3dbException with code {@code TYPE_NOT_SUPPORTED}, if its type cannot be read
   */
  static @Nullable Object decode(String resource, FieldCodec field, @Nullable Object stored) {
    if (field.type() == AttributeType.UNREADABLE && stored != null) {
      throw new S3dbException(
          "TYPE_NOT_SUPPORTED",
          ("A record of '%s' cannot be read: its attribute '%s' has the type '%s', of whose"
                  + " stored form nobody can be sure.")
              .formatted(resource, field.path(), field.definition()),
          null);
    }
    return stored instanceof String text ? decode(field, text) : stored;
  }

  private static @Nullable Object decode(FieldCodec field, String text) {
    return switch (field.type()) {
      case DAY, TIME_OF_DAY, IP4, SHORT -> {
        Object value = field.shortForm().decode(text);
        yield value == null ? text : value;
      }
      case TEXT, SECRET, SECRET_SCALAR, PASSWORD, PASSWORD_ARGON2, OPAQUE, UNREADABLE -> text;
      case ANY, OBJECT -> any(text);
      case NUMBER -> or(real(NumberText.decode(text)), text);
      case INTEGER -> or(whole(text), text);
      case PLAIN_NUMBER -> or(text.isEmpty() ? null : real(JsNumber.parse(text)), text);
      case BOOLEAN -> isTrue(text);
      case PLAIN_BOOLEAN -> text.equals("true") ? true : text.equals("false") ? false : text;
      case DATETIME -> time(text);
      case JSON -> json(text);
      case TEXT_LIST -> textList(text);
      case NUMBER_LIST -> numberList(text, false);
      case INTEGER_LIST -> numberList(text, true);
      case LIST -> structure(text) instanceof List<?> list ? list : BarList.split(text);
    };
  }

  /** Of undeclared fields: text that is a JSON object or list is what it says. */
  static Object any(String text) {
    Object structure = structure(text);
    return structure == null ? text : structure;
  }

  /** The value of JSON text; text that is no JSON is itself. */
  static @Nullable Object json(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** The JSON object or list that a text is, or null. */
  static @Nullable Object structure(String text) {
    if (text.startsWith("{") || text.startsWith("[")) {
      Object value = json(text);
      return value instanceof String ? null : value;
    }
    return null;
  }

  /** A number of an attribute {@code number} is a double, also where it happens to be whole. */
  private static @Nullable Double real(double number) {
    return Double.isFinite(number) ? Double.valueOf(number + 0.0) : null;
  }

  private static @Nullable Number whole(String text) {
    double number = text.isEmpty() ? Double.NaN : Base62.decode(text);
    return Double.isFinite(number) ? JsNumber.whole(number) : null;
  }

  private static Object or(@Nullable Number number, String text) {
    return number == null ? text : number;
  }

  private static boolean isTrue(String text) {
    return switch (text) {
      case "1", "true", "yes", "y" -> true;
      default -> false;
    };
  }

  private static Object time(String text) {
    double millis = text.isEmpty() ? Double.NaN : Base62.decode(text);
    return millis >= MIN_MILLIS && millis <= MAX_MILLIS
        ? IsoTime.text(Instant.ofEpochMilli((long) millis))
        : text;
  }

  private static List<?> textList(String text) {
    return structure(text) instanceof List<?> list
            && list.stream().allMatch(String.class::isInstance)
        ? list
        : BarList.split(text);
  }

  private static Object numberList(String text, boolean whole) {
    List<Object> numbers = new ArrayList<>();
    for (String item : BarList.split(text)) {
      Number number = whole ? whole(item) : real(NumberText.decode(item));
      if (number == null) {
        return text;
      }
      numbers.add(number);
    }
    return numbers;
  }
}
