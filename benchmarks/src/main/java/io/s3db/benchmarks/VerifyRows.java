package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;

/** How long it takes to prove that a table equals the records of a folder. */
final class VerifyRows implements Benchmark {
  private static final double BUDGET = 1_000_000 / 60.0; // a million in a minute

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int records = stage.scale().verified();
    Path folder = stage.freshFolder();
    try (TestDatabase database = stage.freshDatabase();
        ObjectStore store = ObjectStores.open("file://" + folder);
        Source source =
            Source.replicated(
                store, stage, Durability.PROCESS, 1000, database.connectionString())) {
      Load.range(Load.MANY, 0, records, source::insert);
      source.drain();
      long begun = System.nanoTime();
      VerifyReport report = source.verify();
      double seconds = (System.nanoTime() - begun) / 1e9;
      check(report, records);
      double rate = records / seconds;
      return List.of(
          Figure.of(
                  "verification of " + Text.count(records) + " rows in PostgreSQL against a folder",
                  "%.1f s, %s".formatted(seconds, Text.rate(rate, "rows")))
              .budget(Text.rate(BUDGET, "rows") + " (1M in 60 s)", rate >= BUDGET));
    }
  }

  private static void check(VerifyReport report, int records) {
    if (!report.isEqual() || report.routes().getFirst().destinationRows() != records) {
      throw new IllegalStateException(report.certificate());
    }
  }
}
