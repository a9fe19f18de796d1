package io.s3db.sink.bigquery;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.bigquery.FakeBigQuery;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fake with the dataset {@code shop.facts}, and sinks that write to it. */
final class Warehouse implements AutoCloseable {
  static final String PROJECT = "shop";
  static final String DATASET = "facts";

  final FakeBigQuery fake = FakeBigQuery.start();
  final RecordingSinkContext context = new RecordingSinkContext();
  private final List<Sink> opened = new ArrayList<>();

  static Warehouse start() {
    Warehouse warehouse = new Warehouse();
    warehouse.fake.createDataset(PROJECT, DATASET);
    return warehouse;
  }

  Map<String, Object> config(Object... more) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("projectId", PROJECT);
    config.put("datasetId", DATASET);
    config.put("endpoint", fake.endpoint().toString());
    config.put("storageEndpoint", fake.storageEndpoint().toString());
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i].toString(), more[i + 1]);
    }
    return config;
  }

  Sink open(Object... more) {
    return open(context, more);
  }

  Sink open(SinkContext with, Object... more) {
    List<String> problems = new ArrayList<>();
    Sink sink =
        new BigquerySinkProvider()
            .configure(Options.of("config", config(more), problems))
            .open(with);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    opened.add(sink);
    return sink;
  }

  /** A target whose rows a transform makes: attributes say nothing. */
  static Target target(String table, String... key) {
    return new Target(table, "orders", List.of(key), true, Map.of());
  }

  /** A table of columns written {@code name TYPE [REQUIRED|REPEATED]}. */
  void createTable(String table, List<String> primaryKey, String... columns) {
    Document resource =
        Document.of(
            "schema", Map.of("fields", Arrays.stream(columns).map(Warehouse::field).toList()));
    if (!primaryKey.isEmpty()) {
      resource =
          resource.with("tableConstraints", Map.of("primaryKey", Map.of("columns", primaryKey)));
    }
    fake.createTable(PROJECT, DATASET, table, resource);
  }

  static Map<String, Object> field(String text) {
    String[] words = text.split(" ");
    return Map.of(
        "name", words[0], "type", words[1], "mode", words.length > 2 ? words[2] : "NULLABLE");
  }

  /** Rows without the version that mirrors keep in tables which the driver created. */
  List<Document> rows(String table) {
    return isMirror(table)
        ? storedRows(table).stream().map(row -> row.without(OwnColumns.VERSION)).toList()
        : storedRows(table);
  }

  List<Document> storedRows(String table) {
    return fake.rows(PROJECT, DATASET, table);
  }

  private boolean isMirror(String table) {
    return table(table).has("tableConstraints");
  }

  Document table(String table) {
    return fake.table(PROJECT, DATASET, table);
  }

  /** Types of the columns of a table, by name; without the version of a mirror. */
  Map<String, String> types(String table) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Map<?, ?> field : fields(table)) {
      types.put(field.get("name").toString(), field.get("type").toString());
    }
    if (isMirror(table)) {
      types.remove(OwnColumns.VERSION);
    }
    return types;
  }

  List<Map<?, ?>> fields(String table) {
    Object fields = table(table).document("schema").get("fields");
    return ((List<?>) fields).stream().<Map<?, ?>>map(field -> (Map<?, ?>) field).toList();
  }

  @Override
  public void close() {
    fake.faults().mend();
    opened.forEach(Sink::close);
    fake.close();
  }
}
