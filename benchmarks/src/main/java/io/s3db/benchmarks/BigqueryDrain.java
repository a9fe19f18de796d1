package io.s3db.benchmarks;

import io.s3db.replicator.Replicator;
import java.net.URI;
import java.util.List;

/**
 * How fast a backlog of inserts goes to the fake of BigQuery, as upserts by change data capture;
 * beside the same rows by Google's client alone.
 */
final class BigqueryDrain implements Benchmark {
  private static final int BATCH = 1000;

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int rows = stage.scale().rows();
    try (Child fake = Child.start(BigqueryMain.class, 2)) {
      raw(fake, rows / 4); // warms up
      drain(stage, fake, rows / 4, "warm");
      Samples raw = new Samples();
      Samples ours = new Samples();
      for (int round = 0; round < stage.scale().rounds(); round++) {
        raw.add(raw(fake, rows));
        ours.add(drain(stage, fake, rows, "orders" + round));
      }
      double share = ours.median() / raw.median();
      return List.of(
          Figure.of(
                  "backlog to BigQuery (fake), `batchSize` " + BATCH,
                  Text.rate(ours.median(), "rows"))
              .beside(
                  "Google's client, 4 streams: " + Text.rate(raw.median(), "rows"),
                  Text.percent(share)));
    }
  }

  private static double raw(Child fake, int rows) throws Exception {
    return RawBigqueryRows.rate(URI.create(fake.line(1)), rows, BATCH);
  }

  private static double drain(Stage stage, Child fake, int rows, String table) throws Exception {
    Replicator bigquery =
        Source.destination("bigquery", table)
            .config("projectId", RawBigqueryRows.PROJECT)
            .config("datasetId", RawBigqueryRows.DATASET)
            .config("endpoint", fake.line(0))
            .config("storageEndpoint", fake.line(1))
            .build();
    try (Source source = Source.replicated(stage, BATCH, bigquery)) {
      double rate = source.drainRate(rows);
      source.awaitCounted("delivered", rows);
      return rate;
    }
  }
}
