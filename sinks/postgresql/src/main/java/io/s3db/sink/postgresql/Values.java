package io.s3db.sink.postgresql;

import io.s3db.json.JsNumber;
import io.s3db.json.Json;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of documents as the text that a column's type reads.
 *
 * <p>Conversions are kind but never lose anything: text of a number goes into a number column,
 * numbers into text columns, milliseconds or ISO text into time columns, nested values into JSON or
 * text columns. What does not fit is refused by value, so that the batch goes on without the
 * record.
 */
final class Values {
  private static final Pattern UUID =
      Pattern.compile("\\{?[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\\}?");

  private Values() {}

  /** The text for a column; null for null. */
  static @Nullable String text(Column column, @Nullable Object value) throws UnfitValueException {
    if (value == null) {
      return null;
    }
    return column.kind() == ValueKind.ARRAY
        ? array(column, value)
        : scalar(column, column.kind(), value);
  }

  private static String scalar(Column column, ValueKind kind, Object value)
      throws UnfitValueException {
    return switch (kind) {
      case TEXT, OTHER -> plain(column, value);
      case INT2 -> whole(column, value, Short.MAX_VALUE);
      case INT4 -> whole(column, value, Integer.MAX_VALUE);
      case INT8 -> whole(column, value, Long.MAX_VALUE);
      case NUMERIC -> number(column, value);
      case FLOAT4 -> real(column, value, Float.MAX_VALUE);
      case FLOAT8 -> real(column, value, Double.MAX_VALUE);
      case BOOL -> truth(column, value);
      case TIMESTAMPTZ, TIMESTAMP, DATE, TIME ->
          Times.text(kind, value).orElseThrow(() -> unfit(column, value));
      case UUID -> {
        if (value instanceof String text && UUID.matcher(text).matches()) {
          yield text;
        }
        throw unfit(column, value);
      }
      case JSON -> Json.write(value);
      case JSONB -> {
        requireStorable(column, value);
        yield Json.write(value);
      }
      case BYTEA -> bytes(column, value);
      case ARRAY -> throw unfit(column, value);
    };
  }

  private static String plain(Column column, Object value) throws UnfitValueException {
    requireStorable(column, value);
    return switch (value) {
      case String text -> text;
      case Number number -> JsNumber.text(number);
      case Boolean truth -> truth.toString();
      default -> Json.write(value);
    };
  }

  private static String whole(Column column, Object value, long most) throws UnfitValueException {
    BigDecimal number = decimal(column, value);
    BigDecimal limit = BigDecimal.valueOf(most);
    boolean fits =
        number.stripTrailingZeros().scale() <= 0
            && number.compareTo(limit) <= 0
            && number.compareTo(limit.negate().subtract(BigDecimal.ONE)) >= 0;
    if (!fits) {
      throw unfit(column, value);
    }
    return Long.toString(number.longValueExact());
  }

  private static String number(Column column, Object value) throws UnfitValueException {
    return decimal(column, value).toString();
  }

  private static String real(Column column, Object value, double most) throws UnfitValueException {
    double number = value instanceof Double real ? real : decimal(column, value).doubleValue();
    if (Math.abs(number) > most) {
      throw unfit(column, value);
    }
    return Double.toString(number);
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

  private static String truth(Column column, Object value) throws UnfitValueException {
    String word =
        switch (value) {
          case Boolean truth -> truth.toString();
          case Number number -> JsNumber.text(number);
          case String text -> text.strip().toLowerCase(Locale.ROOT);
          default -> throw unfit(column, value);
        };
    return switch (word) {
      case "true", "t", "yes", "y", "on", "1" -> "true";
      case "false", "f", "no", "n", "off", "0" -> "false";
      default -> throw unfit(column, value);
    };
  }

  /** Text of bytes is base64, as JSON has it, or PostgreSQL's own form beginning with \x. */
  private static String bytes(Column column, Object value) throws UnfitValueException {
    if (value instanceof String text) {
      try {
        return text.startsWith("\\x")
            ? "\\x" + HexFormat.of().formatHex(HexFormat.of().parseHex(text, 2, text.length()))
            : "\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(text));
      } catch (IllegalArgumentException _) {
        throw unfit(column, value);
      }
    }
    throw unfit(column, value);
  }

  private static String array(Column column, Object value) throws UnfitValueException {
    if (!(value instanceof List<?> items)) {
      throw unfit(column, value);
    }
    StringBuilder literal = new StringBuilder("{");
    for (Object item : items) {
      if (literal.length() > 1) {
        literal.append(',');
      }
      if (item == null) {
        literal.append("NULL");
      } else {
        String text = scalar(column, column.element(), item);
        literal.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return literal.append('}').toString();
  }

  private static void requireStorable(Column column, Object value) throws UnfitValueException {
    if (!Texts.isStorable(value)) {
      throw new UnfitValueException(
          UnfitValueException.UNSTORABLE,
          "column "
              + column.name()
              + " ("
              + column.type()
              + ") cannot hold the text: it has a NUL character or half a surrogate pair,"
              + " which PostgreSQL does not store",
          column,
          value);
    }
  }

  private static UnfitValueException unfit(Column column, Object value) {
    return new UnfitValueException(
        UnfitValueException.WRONG_TYPE,
        "column " + column.name() + " (" + column.type() + ") cannot hold " + shape(value),
        column,
        value);
  }

  /** What kind of value it is; never the value, which may be a secret. */
  private static String shape(Object value) {
    return switch (value) {
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
