package io.s3db.endtoend;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the tests of this package share: a resource of orders, and ways to read both sides. */
final class Rig {
  static final String ORDERS = "orders";

  private Rig() {}

  static ResourceDefinition orders() {
    return ResourceDefinition.named(ORDERS)
        .attribute("customer", "string|required")
        .attribute("n", "number|integer")
        .attribute("total", "number|optional")
        .attribute("note", "string|optional")
        .build();
  }

  static Document order(String id, long n) {
    return Document.of("id", id, "customer", "c-" + id, "n", n, "total", n / 4.0);
  }

  /** All records of a resource by id. */
  static Map<String, Document> records(S3db db, String resource) {
    Map<String, Document> records = new HashMap<>();
    Resource all = db.resource(resource);
    try (Stream<Document> stream = all.stream()) {
      stream.forEach(record -> records.put(record.id(), record));
    }
    return records;
  }

  /** All rows of the table of orders by id, read with plain JDBC; absent fields are left out. */
  static Map<String, Document> rows(TestDatabase database, String table) throws SQLException {
    Map<String, Document> rows = new HashMap<>();
    String select = "select id, customer, n, total, note from \"" + table + "\"";
    for (Map<String, ?> row : database.rows(select)) {
      Document.Builder document = Document.builder();
      row.forEach(
          (name, value) -> {
            if (value != null) {
              document.put(name, value);
            }
          });
      Document built = document.build();
      rows.put(built.id(), built);
    }
    return rows;
  }

  static long count(ReplicatorPlugin plugin, String replicator, String counter) {
    return plugin.status(replicator).counters().getOrDefault(counter, 0L);
  }
}
