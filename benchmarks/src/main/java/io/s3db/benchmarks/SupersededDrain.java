package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.testkit.postgres.TestDatabase;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How fast a backlog of updates drains when each record was updated a hundred times: only its last
 * state has to travel.
 */
final class SupersededDrain implements Benchmark {
  private static final double BUDGET = 200_000; // a million in 5 s

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Scale scale = stage.scale();
    Samples rates = new Samples();
    Samples sent = new Samples();
    for (int round = 0; round < scale.rounds(); round++) {
      drain(stage, rates, sent);
    }
    double rate = rates.median();
    return List.of(
        Figure.of(
                "backlog of "
                    + Text.count(scale.updates())
                    + " updates of "
                    + Text.count(scale.keys())
                    + " records to PostgreSQL",
                Text.rate(rate, "changes")
                    + ", "
                    + Text.percent(sent.median() / scale.updates())
                    + " of them sent")
            .budget(Text.rate(BUDGET, "changes") + " (1M in 5 s, scaled down)", rate >= BUDGET));
  }

  private static void drain(Stage stage, Samples rates, Samples sent) throws Exception {
    int keys = stage.scale().keys();
    int updates = stage.scale().updates();
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(stage, Durability.DISK, 1000, database.connectionString())) {
      Load.range(Load.MANY, 0, keys, source::insert);
      source.drain();
      long before = source.counted("delivered");
      source.pause();
      Load.range(
          Load.MANY,
          0,
          updates,
          n -> source.orders().update(Orders.id(n % keys), Orders.change(n)));
      long begun = System.nanoTime();
      source.resume();
      source.drain();
      rates.add(updates * 1e9 / (System.nanoTime() - begun));
      sent.add((double) (source.counted("delivered") - before));
      check(database, keys, updates);
    }
  }

  /** Each record's updates are one writer's, in order: the last number of each must be there. */
  private static void check(TestDatabase database, int keys, int updates) {
    long wanted = LongStream.range(updates - keys, updates).sum();
    Object found = database.value("SELECT sum(quantity)::int8 FROM \"" + Orders.NAME + "\"");
    if (!Long.valueOf(wanted).equals(found)) {
      throw new IllegalStateException("the rows add up to " + found + ", not " + wanted);
    }
  }
}
