package io.s3db.typed;

import io.s3db.Document;
import io.s3db.json.JsNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A type that a document holds as one value.
 *
 * <p>Decimal numbers of any length are kept as text, since a document's numbers are doubles; so are
 * dates and UUIDs. Times keep milliseconds.
 *
 * @param definition of the attribute
 * @param needed what is needed, for messages
 * @param writing to the value a document holds
 * @param reading from it; throws {@code IllegalArgumentException} or the like if it is none
 */
record Scalar(
    String definition,
    String needed,
    Function<Object, Object> writing,
    Function<Object, Object> reading)
    implements Binding {
  private static final Map<Class<?>, Scalar> KNOWN = new LinkedHashMap<>();

  static {
    whole(byte.class, Byte.class, Scalar::toByte);
    whole(short.class, Short.class, Scalar::toShort);
    whole(int.class, Integer.class, value -> Math.toIntExact(exact(value)));
    whole(long.class, Long.class, Scalar::exact);
    known(new Scalar("number", "a number", v -> v, Scalar::toDouble), double.class, Double.class);
    known(
        new Scalar("number", "a number", v -> v, v -> (float) toDouble(v)),
        float.class,
        Float.class);
    known(
        new Scalar("boolean", "true or false", v -> v, v -> typed(Boolean.class, v)),
        boolean.class,
        Boolean.class);
    known(new Scalar("string", "a text", v -> v, v -> typed(String.class, v)), String.class);
    text(BigDecimal.class, "a decimal number", BigDecimal::new);
    text(BigInteger.class, "a whole number", BigInteger::new);
    text(LocalDate.class, "a date such as 2025-10-18", LocalDate::parse);
    text(UUID.class, "a UUID", UUID::fromString);
    known(
        new Scalar(
            "datetime",
            "a time",
            v -> v,
            v -> Document.of("t", typed(String.class, v)).instant("t")),
        Instant.class);
  }

  private static void known(Scalar scalar, Class<?>... types) {
    for (Class<?> type : types) {
      KNOWN.put(type, scalar);
    }
  }

  private static void whole(Class<?> type, Class<?> box, Function<Object, Object> reading) {
    String needed = "a whole number that fits into " + type.getSimpleName();
    known(new Scalar("number", needed, value -> value, reading), type, box);
  }

  private static <T> void text(Class<T> type, String needed, Function<String, T> reading) {
    known(
        new Scalar(
            "string",
            needed,
            value -> value instanceof BigDecimal d ? d.toPlainString() : value.toString(),
            value -> reading.apply(asText(value))),
        type);
  }

  static Optional<Binding> of(Class<?> type) {
    return type.isEnum() ? Optional.of(ofEnum(type)) : Optional.ofNullable(KNOWN.get(type));
  }

  private static Scalar ofEnum(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return new Scalar(
        "string",
        "one of " + String.join(", ", constants.keySet()),
        value -> ((Enum<?>) value).name(),
        value -> {
          Object constant = constants.get(typed(String.class, value));
          if (constant == null) {
            throw new IllegalArgumentException("no such constant");
          }
          return constant;
        });
  }

  @Override
  public Object write(String path, Object value) {
    return writing.apply(value);
  }

  @Override
  public Object read(String path, Object stored) {
    try {
      return reading.apply(stored);
    } catch (IllegalArgumentException
        | ArithmeticException
        | ClassCastException
        | DateTimeException _) {
      throw Mismatch.needs(path, stored, needed);
    }
  }

  private static <T> T typed(Class<T> type, Object value) {
    return type.cast(value);
  }

  private static String asText(Object value) {
    return value instanceof Number number ? JsNumber.text(number) : typed(String.class, value);
  }

  private static long exact(Object value) {
    return new BigDecimal(JsNumber.text(typed(Number.class, value))).longValueExact();
  }

  private static double toDouble(Object value) {
    return typed(Number.class, value).doubleValue();
  }

  private static Object toByte(Object value) {
    return BigDecimal.valueOf(exact(value)).byteValueExact();
  }

  private static Object toShort(Object value) {
    return BigDecimal.valueOf(exact(value)).shortValueExact();
  }
}
