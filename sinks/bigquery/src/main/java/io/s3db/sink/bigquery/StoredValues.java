package io.s3db.sink.bigquery;

import com.google.api.client.util.Data;
import com.google.protobuf.CodedInputStream;
import io.s3db.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of columns in the one form that they have when they are compared: as they would be after
 * writing them, and as the REST interface gives them. Times are ISO text, decimals and bytes text,
 * JSON and STRUCT documents. Empty lists are nothing: BigQuery does not tell them apart.
 */
final class StoredValues {
  private StoredValues() {}

  /** The value of a document as it will be stored. */
  static @Nullable Object written(Column column, Object value) throws UnfitValueException {
    MessageBuffer buffer = new MessageBuffer();
    try {
      Values.write(buffer.out(), 1, column, value);
      return message(column, buffer.take().newCodedInput());
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private static @Nullable Object message(Column column, CodedInputStream in) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (in.readTag() != 0) {
      values.add(field(column, in));
    }
    return column.repeated() ? orNothing(values) : values.getFirst();
  }

  private static @Nullable Object orNothing(List<@Nullable Object> values) {
    return values.isEmpty() ? null : values;
  }

  private static @Nullable Object field(Column column, CodedInputStream in) throws IOException {
    return switch (column.kind()) {
      case INT64 -> in.readInt64();
      case FLOAT64 -> real(in.readDouble());
      case BOOL -> in.readBool();
      case TIMESTAMP -> instant(in.readInt64());
      case DATE -> LocalDate.ofEpochDay(in.readInt32()).toString();
      case BYTES -> Base64.getEncoder().encodeToString(in.readByteArray());
      case STRUCT -> members(column, CodedInputStream.newInstance(in.readByteArray()));
      case STRING, NUMERIC, BIGNUMERIC, TIME, DATETIME, JSON, GEOGRAPHY, INTERVAL, OTHER ->
          text(column.kind(), in.readStringRequireUtf8());
    };
  }

  private static Map<String, @Nullable Object> members(Column column, CodedInputStream in)
      throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    Map<String, List<@Nullable Object>> lists = new LinkedHashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Column field = column.fields().get((tag >>> 3) - 1);
      Object value = field(field.element(), in);
      if (field.repeated()) {
        lists.computeIfAbsent(field.name(), _ -> new ArrayList<>()).add(value);
      } else {
        members.put(field.name(), value);
      }
    }
    members.putAll(lists);
    return members;
  }

  /** A value as the REST interface gives it; null for nothing. */
  static @Nullable Object read(Column column, @Nullable Object cell) {
    if (cell == null || Data.isNull(cell)) {
      return null;
    }
    if (!column.repeated()) {
      return column.kind() == ColumnKind.STRUCT
          ? struct(column, (Map<?, ?>) cell)
          : ofText(column.kind(), cell.toString());
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Object item : (List<?>) cell) {
      values.add(read(column.element(), ((Map<?, ?>) item).get("v")));
    }
    return orNothing(values);
  }

  private static Map<String, @Nullable Object> struct(Column column, Map<?, ?> cell) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    List<?> cells = (List<?>) Objects.requireNonNull(cell.get("f"));
    for (int i = 0; i < column.fields().size(); i++) {
      Column field = column.fields().get(i);
      Object value = read(field, ((Map<?, ?>) cells.get(i)).get("v"));
      if (value != null) {
        members.put(field.name(), value);
      }
    }
    return members;
  }

  private static @Nullable Object ofText(ColumnKind kind, String text) {
    return switch (kind) {
      case INT64 -> Long.parseLong(text);
      case FLOAT64 -> real(Double.parseDouble(text));
      case BOOL -> Boolean.parseBoolean(text);
      case TIMESTAMP -> instant(Long.parseLong(text));
      case STRING, BYTES, NUMERIC, BIGNUMERIC, DATE, TIME, DATETIME, JSON, GEOGRAPHY, INTERVAL ->
          text(kind, text);
      case STRUCT, OTHER -> throw new IllegalArgumentException("no text of " + kind);
    };
  }

  private static @Nullable Object text(ColumnKind kind, String text) {
    return switch (kind) {
      case NUMERIC, BIGNUMERIC -> new BigDecimal(text).stripTrailingZeros().toPlainString();
      case TIME -> LocalTime.parse(text).toString();
      case DATETIME -> LocalDateTime.parse(text.replace(' ', 'T')).toString();
      case JSON -> Json.parse(text);
      case STRING, BYTES, INT64, FLOAT64, BOOL, TIMESTAMP, DATE -> text;
      case GEOGRAPHY, INTERVAL, STRUCT, OTHER -> text;
    };
  }

  /** What JSON has no number for is text. */
  private static Object real(double number) {
    return Double.isFinite(number) ? (Object) number : Double.toString(number);
  }

  private static String instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
