package io.s3db.testkit.bigquery;

import io.s3db.Document;
import io.s3db.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as the REST interface gives them: every value as text, lists and structs of such.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list">rows</a>
 */
final class FakeCells {
  private FakeCells() {}

  /**
   * A row.
   *
   * @param wholeTimes whether times are microseconds, instead of seconds with a fraction
   */
  static Map<String, Object> row(List<FakeColumn> columns, Document row, boolean wholeTimes) {
    return Map.of(
        "f",
        columns.stream()
            .map(column -> cell(column, row.toMap().get(column.name()), wholeTimes))
            .toList());
  }

  private static Map<String, @Nullable Object> cell(
      FakeColumn column, @Nullable Object value, boolean wholeTimes) {
    Map<String, @Nullable Object> cell = new HashMap<>();
    cell.put(
        "v",
        column.repeated()
            ? ((List<?>) (value == null ? List.of() : value))
                .stream().map(item -> Map.of("v", scalar(column, item, wholeTimes))).toList()
            : value == null ? null : scalar(column, value, wholeTimes));
    return cell;
  }

  private static Object scalar(FakeColumn column, Object value, boolean wholeTimes) {
    return switch (column.type()) {
      case "STRUCT" -> struct(column, (Map<?, ?>) value, wholeTimes);
      case "JSON" -> Json.write(value);
      case "TIMESTAMP" -> time(value.toString(), wholeTimes);
      case "FLOAT64" -> value.toString();
      default -> value instanceof String text ? text : Json.write(value);
    };
  }

  private static Map<String, Object> struct(
      FakeColumn column, Map<?, ?> value, boolean wholeTimes) {
    return Map.of(
        "f",
        column.fields().stream()
            .map(field -> cell(field, value.get(field.name().toLowerCase(Locale.ROOT)), wholeTimes))
            .toList());
  }

  private static String time(String iso, boolean wholeTimes) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(iso));
    return wholeTimes ? Long.toString(micros) : BigDecimal.valueOf(micros, 6).toString();
  }
}
