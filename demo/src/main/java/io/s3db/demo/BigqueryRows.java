package io.s3db.demo;

import io.s3db.Document;
import io.s3db.testkit.bigquery.FakeBigQuery;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, read over REST as any client of BigQuery would: {@code tables.get} for the
 * columns, {@code tabledata.list} for the rows. Values are texts there.
 */
final class BigqueryRows {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeBigQuery service;
  private final Name name;
  private final String key;

  /** Which table. */
  record Name(String project, String dataset, String table) {}

  /**
   * The rows of a table.
   *
   * @param key the column that names the record
   */
  BigqueryRows(FakeBigQuery service, Name name, String key) {
    this.service = service;
    this.name = name;
    this.key = key;
  }

  /** Whether there is a row of a record. */
  boolean has(String id) {
    return service.hasRow(name.project(), name.dataset(), name.table(), Document.of(key, id));
  }

  /** Compares all rows with the records they should show. */
  Comparison compare(Map<String, Document> records, BiPredicate<Map<String, String>, Document> same)
      throws IOException, InterruptedException {
    Map<String, Document> left = new HashMap<>(records);
    long different = 0;
    long extra = 0;
    for (Map<String, String> row : all()) {
      @Nullable Document record = left.remove(row.get(key));
      if (record == null) {
        extra++;
      } else if (!same.test(row, record)) {
        different++;
      }
    }
    return new Comparison(records.size(), left.size(), different, extra);
  }

  private List<Map<String, String>> all() throws IOException, InterruptedException {
    List<String> columns = new ArrayList<>();
    for (@Nullable Object each : read("").document("schema").list("fields")) {
      columns.add(String.valueOf(object(each).get("name")));
    }
    List<Map<String, String>> rows = new ArrayList<>();
    String token = "";
    do {
      Document page = read("/data?maxResults=1000&pageToken=" + encoded(token));
      for (@Nullable Object each : page.list("rows")) {
        rows.add(row(columns, object(each)));
      }
      token = page.text("pageToken", "");
    } while (!token.isEmpty());
    return rows;
  }

  private static Map<String, String> row(List<String> columns, Map<?, ?> row) {
    Map<String, String> values = new HashMap<>();
    if (row.get("f") instanceof List<?> cells) {
      for (int i = 0; i < columns.size(); i++) {
        values.put(columns.get(i), String.valueOf(object(cells.get(i)).get("v")));
      }
    }
    return values;
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private Document read(String what) throws IOException, InterruptedException {
    URI address =
        service
            .endpoint()
            .resolve(
                "/bigquery/v2/projects/%s/datasets/%s/tables/%s%s"
                    .formatted(name.project(), name.dataset(), name.table(), what));
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address + " answered " + answer.statusCode());
    }
    return Document.parse(answer.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A time, which a TIMESTAMP column tells in seconds since 1970, and a STRING one as it is. */
  static Instant time(@Nullable String value) {
    String text = String.valueOf(value);
    return text.contains("T")
        ? Instant.parse(text)
        : Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000));
  }
}
