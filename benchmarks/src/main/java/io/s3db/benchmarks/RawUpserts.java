package io.s3db.benchmarks;

import io.s3db.Document;
import io.s3db.testkit.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.IntStream;

/** The same rows by plain JDBC: one multi-row upsert and one commit for each batch. */
final class RawUpserts {
  private static final int CONNECTIONS = 4; // as many as a destination has lanes
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS raw (id text PRIMARY KEY, \"userId\" text, total float8,"
          + " quantity int8, paid bool, status text, note text)";

  private RawUpserts() {}

  /** Upserts rows {@code 0} to before {@code rows}; the rate is in rows a second. */
  static double rate(TestDatabase database, int rows, int batchSize) throws Exception {
    database.execute(TABLE);
    Document[] all = IntStream.range(0, rows).mapToObj(Orders::order).toArray(Document[]::new);
    int share = (rows + CONNECTIONS - 1) / CONNECTIONS;
    return Load.perSecond(
        rows,
        Load.each(
            CONNECTIONS,
            lane ->
                upsert(
                    database,
                    all,
                    Math.min(rows, lane * share),
                    Math.min(rows, (lane + 1) * share),
                    batchSize)));
  }

  private static void upsert(TestDatabase database, Document[] rows, int from, int to, int size)
      throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      int at = from;
      while (at < to) {
        int count = Math.min(size, to - at);
        try (PreparedStatement statement = connection.prepareStatement(sql(count))) {
          for (int i = 0; i < count; i++) {
            bind(statement, 7 * i, rows[at + i]);
          }
          statement.execute();
        }
        connection.commit();
        at += count;
      }
    }
  }

  private static void bind(PreparedStatement statement, int before, Document row)
      throws SQLException {
    statement.setString(before + 1, row.id());
    statement.setString(before + 2, row.text("userId"));
    statement.setDouble(before + 3, row.number("total"));
    statement.setLong(before + 4, row.integer("quantity"));
    statement.setBoolean(before + 5, row.bool("paid"));
    statement.setString(before + 6, row.text("status"));
    statement.setString(before + 7, row.text("note"));
  }

  private static String sql(int rows) {
    return "INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?, ?)"
        + ", (?, ?, ?, ?, ?, ?, ?)".repeat(rows - 1)
        + " ON CONFLICT (id) DO UPDATE SET \"userId\" = EXCLUDED.\"userId\","
        + " total = EXCLUDED.total, quantity = EXCLUDED.quantity, paid = EXCLUDED.paid,"
        + " status = EXCLUDED.status, note = EXCLUDED.note";
  }
}
