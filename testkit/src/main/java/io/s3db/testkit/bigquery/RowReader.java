package io.s3db.testkit.bigquery;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.s3db.Document;
import io.s3db.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows as values: what a column cannot hold is refused. Names of columns in lower case. */
final class RowReader {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private RowReader() {}

  static Document read(DynamicMessage message, List<FakeColumn> columns) throws RowException {
    return Document.copyOf(members(message, columns));
  }

  private static Map<String, @Nullable Object> members(
      DynamicMessage message, List<FakeColumn> columns) throws RowException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String name = WriterSchema.column(field.getKey());
      for (FakeColumn column : columns) {
        if (column.name().equalsIgnoreCase(name)) {
          row.put(name.toLowerCase(Locale.ROOT), value(column, field.getValue()));
        }
      }
    }
    for (FakeColumn column : columns) {
      if (column.required() && !row.containsKey(column.name().toLowerCase(Locale.ROOT))) {
        throw new RowException("Field " + column.name() + ": required field is missing");
      }
    }
    return row;
  }

  private static Object value(FakeColumn column, Object value) throws RowException {
    if (!(value instanceof List<?> items)) {
      return scalar(column, value);
    }
    List<Object> all = new ArrayList<>();
    for (Object item : items) {
      all.add(scalar(column, item));
    }
    return all;
  }

  private static Object scalar(FakeColumn column, Object value) throws RowException {
    try {
      return switch (column.type()) {
        case "STRING" -> limited(column, value.toString());
        case "JSON" -> json(column, value.toString());
        case "BYTES" -> bytes(column, value);
        case "INT64" -> ((Number) value).longValue();
        case "FLOAT64" -> ((Number) value).doubleValue();
        case "NUMERIC", "BIGNUMERIC" -> decimal(column, value.toString());
        case "DATE" ->
            (value instanceof Integer day
                    ? LocalDate.ofEpochDay(day)
                    : LocalDate.parse(value.toString()))
                .toString();
        case "TIMESTAMP" -> timestamp(column, (Long) value);
        case "DATETIME" -> LocalDateTime.parse(value.toString().replace(' ', 'T')).toString();
        case "TIME" -> LocalTime.parse(value.toString()).toString();
        case "STRUCT" -> members((DynamicMessage) value, column.fields());
        default -> value;
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw unfit(column);
    }
  }

  private static String limited(FakeColumn column, String text) throws RowException {
    if (column.maxLength() > 0 && text.codePointCount(0, text.length()) > column.maxLength()) {
      throw new RowException(
          "Field %s: STRING(%d) has maximum length %2$d"
              .formatted(column.name(), column.maxLength()));
    }
    return text;
  }

  private static Object json(FakeColumn column, String text) throws RowException {
    try {
      Object value = Json.parse(text);
      return value == null ? "null" : value;
    } catch (RuntimeException _) {
      throw unfit(column);
    }
  }

  private static String bytes(FakeColumn column, Object value) throws RowException {
    byte[] bytes = ((ByteString) value).toByteArray();
    if (column.maxLength() > 0 && bytes.length > column.maxLength()) {
      throw unfit(column);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String decimal(FakeColumn column, String text) throws RowException {
    BigDecimal number = new BigDecimal(text);
    boolean big = column.type().equals("BIGNUMERIC");
    int scale = column.precision() > 0 ? column.scale() : big ? 38 : 9;
    int whole = column.precision() > 0 ? column.precision() - scale : big ? 39 : 29;
    BigDecimal exact = number.stripTrailingZeros();
    if (exact.scale() > scale || exact.precision() - exact.scale() > whole) {
      throw unfit(column);
    }
    return exact.toPlainString();
  }

  private static String timestamp(FakeColumn column, long micros) throws RowException {
    Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw unfit(column);
    }
    return Math.floorMod(micros, 1000L) == 0 ? MILLIS.format(time) : time.toString();
  }

  private static RowException unfit(FakeColumn column) {
    return new RowException("Field " + column.name() + ": invalid value for type " + column.type());
  }
}
