package io.s3db.benchmarks;

import io.s3db.Document;
import io.s3db.testkit.bigquery.FakeBigQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The fake of BigQuery in a process of its own: prints where its two interfaces are. */
final class BigqueryMain {
  private BigqueryMain() {}

  public static void main(String... arguments) throws IOException {
    try (FakeBigQuery fake = FakeBigQuery.start()) {
      fake.createDataset(RawBigqueryRows.PROJECT, RawBigqueryRows.DATASET);
      fake.createTable(
          RawBigqueryRows.PROJECT, RawBigqueryRows.DATASET, RawBigqueryRows.TABLE, table());
      System.out.println(fake.endpoint());
      System.out.println(fake.storageEndpoint());
      Child.serve();
    }
  }

  private static Document table() {
    List<Map<String, String>> fields =
        List.of(
            Map.of("name", "id", "type", "STRING", "mode", "REQUIRED"),
            Map.of("name", "userId", "type", "STRING", "mode", "NULLABLE"),
            Map.of("name", "total", "type", "FLOAT", "mode", "NULLABLE"),
            Map.of("name", "quantity", "type", "INTEGER", "mode", "NULLABLE"),
            Map.of("name", "paid", "type", "BOOLEAN", "mode", "NULLABLE"),
            Map.of("name", "status", "type", "STRING", "mode", "NULLABLE"),
            Map.of("name", "note", "type", "STRING", "mode", "NULLABLE"));
    return Document.of(
        "schema",
        Map.of("fields", fields),
        "tableConstraints",
        Map.of("primaryKey", Map.of("columns", List.of("id"))));
  }
}
