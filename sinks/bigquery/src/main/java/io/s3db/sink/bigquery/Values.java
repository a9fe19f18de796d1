package io.s3db.sink.bigquery;

import com.google.protobuf.CodedOutputStream;
import io.s3db.json.JsNumber;
import io.s3db.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of documents as the fields of a message that a column's type reads.
 *
 * <p>Conversions are kind but never lose anything: text of a number goes into a number column,
 * numbers into text columns, milliseconds or ISO text into time columns, nested values into JSON,
 * STRUCT or text columns. What does not fit is refused, so that the batch goes on without the
 * record.
 */
final class Values {
  private Values() {}

  /** Writes a value that is not null as the field of this number. */
  static void write(CodedOutputStream out, int number, Column column, Object value)
      throws UnfitValueException, IOException {
    if (!column.repeated()) {
      scalar(out, number, column, value);
      return;
    }
    if (!(value instanceof List<?> items)) {
      throw unfit(column, value);
    }
    Column element = column.element();
    for (Object item : items) {
      if (item == null) {
        throw new UnfitValueException(
            "NULL_IN_ARRAY", named(column) + " cannot hold a list with a null in it");
      }
      scalar(out, number, element, item);
    }
  }

  private static void scalar(CodedOutputStream out, int number, Column column, Object value)
      throws UnfitValueException, IOException {
    switch (column.kind()) {
      case STRING -> out.writeString(number, limited(column, plain(column, value)));
      case INT64 -> out.writeInt64(number, whole(column, value));
      case FLOAT64 -> out.writeDouble(number, real(column, value));
      case NUMERIC, BIGNUMERIC ->
          out.writeString(
              number,
              Decimals.text(column, decimal(column, value))
                  .orElseThrow(() -> unfit(column, value)));
      case BOOL -> out.writeBool(number, truth(column, value));
      case TIMESTAMP ->
          out.writeInt64(number, Times.micros(value).orElseThrow(() -> unfit(column, value)));
      case DATE -> out.writeInt32(number, Times.day(value).orElseThrow(() -> unfit(column, value)));
      case TIME, DATETIME ->
          out.writeString(
              number, Times.text(column.kind(), value).orElseThrow(() -> unfit(column, value)));
      case JSON -> out.writeString(number, storable(column, Json.write(value)));
      case BYTES -> out.writeByteArray(number, bytes(column, value));
      case STRUCT -> out.writeByteArray(number, struct(column, value));
      case GEOGRAPHY, INTERVAL -> {
        if (!(value instanceof String text)) {
          throw unfit(column, value);
        }
        out.writeString(number, storable(column, text));
      }
      case OTHER -> throw unfit(column, value);
    }
  }

  private static byte[] struct(Column column, Object value)
      throws UnfitValueException, IOException {
    if (!(value instanceof Map<?, ?> members)) {
      throw unfit(column, value);
    }
    MessageBuffer buffer = new MessageBuffer();
    int known = 0;
    for (int i = 0; i < column.fields().size(); i++) {
      Column field = column.fields().get(i);
      Object member = members.get(field.name());
      known += members.containsKey(field.name()) ? 1 : 0;
      if (member != null) {
        write(buffer.out(), i + 1, field, member);
      } else if (field.required()) {
        throw new UnfitValueException(
            "REQUIRED", named(column) + " needs its field " + field.name());
      }
    }
    if (known < members.size()) {
      throw new UnfitValueException(
          "EXTRA_FIELDS", named(column) + " has no place for all fields of the object");
    }
    return buffer.take().toByteArray();
  }

  private static String plain(Column column, Object value) throws UnfitValueException {
    String text =
        switch (value) {
          case String given -> given;
          case Number number -> JsNumber.text(number);
          case Boolean truth -> truth.toString();
          default -> Json.write(value);
        };
    return storable(column, text);
  }

  private static String limited(Column column, String text) throws UnfitValueException {
    if (column.maxLength() > 0 && text.codePointCount(0, text.length()) > column.maxLength()) {
      throw unfit(column, text);
    }
    return text;
  }

  private static String storable(Column column, String text) throws UnfitValueException {
    if (!isWhole(text)) {
      throw new UnfitValueException(
          "BAD_TEXT",
          named(column) + " cannot hold the text: it has half a surrogate pair, which is no UTF-8");
    }
    return text;
  }

  /** Whether every surrogate has its other half: others would be replaced, silently. */
  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static long whole(Column column, Object value) throws UnfitValueException {
    if (value instanceof Long number) {
      return number;
    }
    BigDecimal number = decimal(column, value).stripTrailingZeros();
    // Comparing first: 1e999999999 has a billion digits.
    if (number.scale() > 0 || number.precision() - number.scale() > 19) {
      throw unfit(column, value);
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException _) {
      throw unfit(column, value);
    }
  }

  private static double real(Column column, Object value) throws UnfitValueException {
    double number = value instanceof Double given ? given : decimal(column, value).doubleValue();
    if (Double.isInfinite(number)) {
      throw unfit(column, value);
    }
    return number;
  }

  private static BigDecimal decimal(Column column, Object value) throws UnfitValueException {
    try {
      return switch (value) {
        case Long number -> BigDecimal.valueOf(number);
        case Double number -> new BigDecimal(JsNumber.text(number.doubleValue()));
        case String text when text.length() <= 1000 -> new BigDecimal(text.strip());
        default -> throw unfit(column, value);
      };
    } catch (NumberFormatException _) {
      throw unfit(column, value);
    }
  }

  private static boolean truth(Column column, Object value) throws UnfitValueException {
    String word =
        switch (value) {
          case Boolean truth -> truth.toString();
          case Number number -> JsNumber.text(number);
          case String text -> text.strip().toLowerCase(Locale.ROOT);
          default -> throw unfit(column, value);
        };
    return switch (word) {
      case "true", "t", "yes", "y", "on", "1" -> true;
      case "false", "f", "no", "n", "off", "0" -> false;
      default -> throw unfit(column, value);
    };
  }

  /** Text of bytes is base64, as JSON has it. */
  private static byte[] bytes(Column column, Object value) throws UnfitValueException {
    if (!(value instanceof String text)) {
      throw unfit(column, value);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (column.maxLength() > 0 && bytes.length > column.maxLength()) {
        throw unfit(column, value);
      }
      return bytes;
    } catch (IllegalArgumentException _) {
      throw unfit(column, value);
    }
  }

  private static UnfitValueException unfit(Column column, Object value) {
    return new UnfitValueException("WRONG_TYPE", named(column) + " cannot hold " + shape(value));
  }

  private static String named(Column column) {
    return "column " + column.name() + " (" + column.type() + ")";
  }

  /** What kind of value it is; never the value, which may be a secret. */
  static String shape(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "a text of " + text.length() + " characters";
      case Long _ -> "a whole number";
      case Double _ -> "a number";
      case Boolean _ -> "a boolean";
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "a list";
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}
