package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.version.Version;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives a value one form, whether it is about to be written or was read as text: numbers without
 * trailing zeros, times as instants in microseconds, JSON as values.
 */
final class ReadBack {
  private ReadBack() {}

  /** A row as it would be read; nothing if a value does not fit its column. */
  static Optional<StoredRow> written(Plan plan, Key key, Document row) {
    try {
      return Optional.of(row(plan, plan.rowTexts(key, row), null));
    } catch (UnfitValueException _) {
      return Optional.empty();
    }
  }

  /** A row of the texts of the plan's columns. */
  static StoredRow row(Plan plan, @Nullable String[] texts, @Nullable String version) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    List<Column> columns = plan.columns();
    for (int i = 0; i < columns.size(); i++) {
      String text = texts[i];
      if (text != null) {
        fields.put(columns.get(i).name(), value(columns.get(i), columns.get(i).kind(), text));
      }
    }
    Document.Builder key = Document.builder();
    plan.key().names().forEach(name -> key.put(name, fields.get(name)));
    return new StoredRow(
        key.build(), version == null ? null : Version.parse(version), Document.wrap(fields));
  }

  private static Object value(Column column, ValueKind kind, String text) {
    return switch (kind) {
      case INT2, INT4, INT8, NUMERIC -> number(text);
      case FLOAT4 -> number(Float.toString(Float.parseFloat(text)));
      case FLOAT8 -> number(Double.toString(Double.parseDouble(text)));
      case BOOL -> text.startsWith("t") ? "true" : "false";
      case TIMESTAMPTZ, TIMESTAMP, DATE -> time(kind, text);
      case TIME -> clock(text);
      case UUID -> text.toLowerCase(Locale.ROOT).replaceAll("[{}-]", "");
      case JSON, JSONB -> json(text);
      case ARRAY -> array(column, text);
      case TEXT, BYTEA, OTHER -> text;
    };
  }

  private static String number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException _) {
      return text; // NaN, Infinity
    }
  }

  private static String time(ValueKind kind, String text) {
    return Times.micros(kind, text).orElse(text);
  }

  private static String clock(String text) {
    try {
      return LocalTime.parse(text).toString();
    } catch (DateTimeException _) {
      return text;
    }
  }

  private static Object json(String text) {
    Object value = Json.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return value == null ? "null" : value;
  }

  /** Elements each in their one form; what is no simple list stays as it is. */
  private static Object array(Column column, String text) {
    return ArrayText.elements(text)
        .<Object>map(
            items ->
                items.stream()
                    .map(
                        item ->
                            item.isEmpty() ? "NULL" : value(column, column.element(), item.get()))
                    .toList())
        .orElse(text);
  }
}
