package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Sink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prints the rate of the sink beside that of a multi-row upsert written by hand. */
class ThroughputTest {
  private static final int ROWS = 20_000;
  private static final int BATCH = 1_000;

  @Test
  void printsItsRateBesideAPlainUpsert() throws Exception {
    try (Tables tables = new Tables()) {
      Sink sink = tables.open();
      Changes changes = Tables.prepared(sink, "t", row(0));
      Sink claiming = tables.open("guard", "table");
      Changes claimed = Tables.prepared(claiming, "claimed", row(0));
      tables.database.execute(
          "CREATE TABLE raw (id text PRIMARY KEY, \"userId\" text, total float8, quantity int8,"
              + " paid bool, at text, items jsonb, version text COLLATE \"C\")");
      for (int round = 0; round < 3; round++) {
        double raw = raw(tables);
        double guarded = write(sink, changes, round + 1L);
        double claims = write(claiming, claimed, round + 1L);
        System.out.printf(
            "round %d: raw upsert %,.0f rows/s, sink %,.0f rows/s (%.0f %%), guard table %,.0f"
                + " rows/s (%.0f %%)%n",
            round + 1, raw, guarded, 100 * guarded / raw, claims, 100 * claims / raw);
      }
      assertThat(tables.database.count("t")).isEqualTo(ROWS);
      assertThat(tables.database.count("claimed")).isEqualTo(ROWS);
    }
  }

  private static Document row(int n) {
    return Document.of(
        "id",
        "order-" + n,
        "userId",
        "user-" + n % 1000,
        "total",
        n * 1.25,
        "quantity",
        n,
        "paid",
        n % 2 == 0,
        "at",
        "2025-10-18T10:30:00.000Z",
        "items",
        List.of(Map.of("sku", "A-" + n, "qty", 2)));
  }

  private static double write(Sink sink, Changes changes, long version) throws Exception {
    List<List<Delivery>> batches = new ArrayList<>();
    for (int from = 0; from < ROWS; from += BATCH) {
      List<Delivery> batch = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        batch.add(changes.upsert("r-" + i, version, row(i)));
      }
      batches.add(batch);
    }
    long start = System.nanoTime();
    for (List<Delivery> batch : batches) {
      assertThat(sink.write(batch)).isEmpty();
    }
    return ROWS * 1e9 / (System.nanoTime() - start);
  }

  private static double raw(Tables tables) throws Exception {
    String values = "(?, ?, ?, ?, ?, ?, ?::jsonb, ?), ".repeat(BATCH);
    String sql =
        "INSERT INTO raw VALUES "
            + values.substring(0, values.length() - 2)
            + " ON CONFLICT (id) DO UPDATE SET \"userId\" = EXCLUDED.\"userId\","
            + " total = EXCLUDED.total, quantity = EXCLUDED.quantity, paid = EXCLUDED.paid,"
            + " at = EXCLUDED.at, items = EXCLUDED.items, version = EXCLUDED.version";
    long start = System.nanoTime();
    try (Connection connection = tables.database.connect()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < ROWS; from += BATCH) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          int at = 1;
          for (int i = from; i < from + BATCH; i++) {
            Document row = row(i);
            statement.setString(at++, row.id());
            statement.setString(at++, row.text("userId"));
            statement.setDouble(at++, row.number("total"));
            statement.setLong(at++, row.integer("quantity"));
            statement.setBoolean(at++, row.bool("paid"));
            statement.setString(at++, row.text("at"));
            statement.setString(at++, Json.write(row.list("items")));
            statement.setString(at++, Changes.version(1).toString());
          }
          statement.execute();
        }
        connection.commit();
      }
    }
    return ROWS * 1e9 / (System.nanoTime() - start);
  }
}
