package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.testkit.postgres.TestDatabase;
import java.util.List;

/**
 * How fast a backlog of inserts goes to PostgreSQL: from the resumption of a paused destination to
 * the last row, beside a plain multi-row upsert of the same rows over as many connections.
 */
final class PostgresDrain implements Benchmark {
  private static final double BUDGET = 35_000;
  private static final double LEAST_SHARE = 0.6;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    drain(stage, stage.scale().rows() / 4, 1000); // warms up
    raw(stage, stage.scale().rows() / 4, 1000);
    return List.of(figure(stage, 1000), figure(stage, 100));
  }

  private static Figure figure(Stage stage, int batchSize) throws Exception {
    Samples drained = new Samples();
    Samples raw = new Samples();
    for (int round = 0; round < stage.scale().rounds(); round++) {
      raw.add(raw(stage, stage.scale().rows(), batchSize));
      drained.add(drain(stage, stage.scale().rows(), batchSize));
    }
    double rate = drained.median();
    double share = rate / raw.median();
    Figure figure =
        Figure.of("backlog to PostgreSQL, `batchSize` " + batchSize, Text.rate(rate, "rows"))
            .beside(
                "raw upsert, 4 connections: " + Text.rate(raw.median(), "rows"),
                Text.percent(share));
    return batchSize < 1000
        ? figure
        : figure.budget(
            Text.rate(BUDGET, "rows") + ", " + Text.percent(LEAST_SHARE),
            rate >= BUDGET && share >= LEAST_SHARE);
  }

  private static double raw(Stage stage, int rows, int batchSize) throws Exception {
    try (TestDatabase database = stage.freshDatabase()) {
      return RawUpserts.rate(database, rows, batchSize);
    }
  }

  private static double drain(Stage stage, int rows, int batchSize) throws Exception {
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(stage, Durability.DISK, batchSize, database.connectionString())) {
      double rate = source.drainRate(rows);
      long found = database.count(Orders.NAME);
      if (found != rows) {
        throw new IllegalStateException(rows + " rows were sent, " + found + " are there");
      }
      return rate;
    }
  }
}
