package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.testkit.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * How long after the return of an insert another session sees the row in PostgreSQL, at 500 inserts
 * a second; beside an insert by plain JDBC, from its start, seen by the same reader.
 */
final class Freshness implements Benchmark {
  private static final int RATE = 500;
  private static final int WRITERS = 8;
  private static final int WARM_UP = 1_000_000_000; // numbers that no measured write has
  private static final Duration WARMING = Duration.ofSeconds(3);

  /** Between two looks of the reader: its asking shall not be what keeps the machine busy. */
  private static final Duration APART = Duration.ofMillis(1);

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Duration time = stage.scale().freshness();
    Samples raw = raw(stage, time);
    Samples seen = replicated(stage, time);
    double p50 = seen.median();
    double p99 = seen.quantile(0.99);
    return List.of(
        Figure.of(
                "visible in PostgreSQL, "
                    + RATE
                    + " writes/s, "
                    + Text.count(seen.size())
                    + " samples",
                both(seen))
            .beside("one JDBC insert: " + both(raw), Text.times(p50 / raw.median()) + " at p50")
            .budget("p50 5 ms, p99 50 ms", p50 <= 5 && p99 <= 50));
  }

  static String both(Samples samples) {
    return "p50 " + Text.millis(samples.median()) + ", p99 " + Text.millis(samples.quantile(0.99));
  }

  private static Samples replicated(Stage stage, Duration time) throws Exception {
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(stage, Durability.DISK, 100, database.connectionString())) {
      return measure(source, database, RATE, time);
    }
  }

  /** Milliseconds from the return of an insert to its sight. */
  static Samples measure(Source source, TestDatabase database, int rate, Duration time)
      throws Exception {
    Pace.write(
        rate,
        WRITERS,
        time.compareTo(WARMING) < 0 ? time : WARMING,
        n -> source.insert(WARM_UP + n));
    source.drain(); // the table is there now
    try (Sightings sightings = new Sightings(database.connect(), Orders.NAME, APART)) {
      Pace.write(
          rate,
          WRITERS,
          time,
          n -> {
            source.insert(n);
            sightings.await(Orders.id(n), System.nanoTime());
          });
      return sightings.finish();
    }
  }

  private static Samples raw(Stage stage, Duration time) throws Exception {
    try (TestDatabase database = stage.freshDatabase()) {
      database.execute("CREATE TABLE raw (id text PRIMARY KEY, note text)");
      try (Sightings sightings = new Sightings(database.connect(), "raw", APART)) {
        Load.each(WRITERS, writer -> insertRows(database, sightings, writer, time));
        return sightings.finish();
      }
    }
  }

  private static void insertRows(
      TestDatabase database, Sightings sightings, int writer, Duration time) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO raw VALUES (?, ?)")) {
      Pace pace = new Pace(RATE, WRITERS, writer, time);
      for (int n = pace.next(); n >= 0; n = pace.next()) {
        insert.setString(1, Orders.id(n));
        insert.setString(2, Orders.order(n).toJson());
        sightings.await(Orders.id(n), System.nanoTime());
        insert.execute();
      }
    }
  }
}
