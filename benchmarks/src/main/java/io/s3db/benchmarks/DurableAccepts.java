package io.s3db.benchmarks;

import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.Durability;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.version.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * How many writes a second 64 writers get through, each of them on the disk before it returns, with
 * the destination paused; beside appending 400 bytes to one file with a group commit, and beside
 * the parts: the journal without a database, and the database without the plugin.
 */
final class DurableAccepts implements Benchmark {
  private static final double BUDGET = 50_000;
  private static final byte[] RECORD = new byte[400];

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int few = stage.scale().accepts() / 4;
    rates(stage, few, new Samples(), new Samples(), new Samples(), new Samples()); // warms up
    Samples raw = new Samples();
    Samples journal = new Samples();
    Samples plain = new Samples();
    Samples accepts = new Samples();
    for (int round = 0; round < stage.scale().rounds(); round++) {
      rates(stage, stage.scale().accepts(), raw, journal, plain, accepts);
    }
    double rate = accepts.median();
    return List.of(
        Figure.of("durable writes, memory store, 64 writers", Text.rate(rate, "writes"))
            .beside(
                "raw group commit of 400 bytes: " + Text.rate(raw.median(), "appends"),
                Text.percent(rate / raw.median()))
            .budget(Text.rate(BUDGET, "writes"), rate >= BUDGET),
        part("of that, the journal alone", journal, raw),
        part("of that, the database without the plugin", plain, raw));
  }

  private static Figure part(String what, Samples rates, Samples raw) {
    return Figure.of(what, Text.rate(rates.median(), "writes"))
        .beside("", Text.percent(rates.median() / raw.median()));
  }

  private static void rates(
      Stage stage, int writes, Samples raw, Samples journal, Samples plain, Samples accepts)
      throws Exception {
    raw.add(raw(stage, writes));
    journal.add(journal(stage, writes));
    try (Source source = Source.plain(Source.memory())) {
      plain.add(inserts(source, writes));
    }
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(stage, Durability.DISK, 100, database.connectionString())) {
      source.pause();
      accepts.add(inserts(source, writes));
    }
  }

  private static double inserts(Source source, int writes) throws Exception {
    return Load.perSecond(writes, Load.range(Load.MANY, 0, writes, source::insert));
  }

  private static double raw(Stage stage, int writes) throws Exception {
    try (RawAppends appends = new RawAppends(stage.freshFolder())) {
      return Load.perSecond(writes, Load.range(Load.MANY, 0, writes, _ -> appends.append(RECORD)));
    }
  }

  private static double journal(Stage stage, int writes) throws Exception {
    PendingWrite write =
        new PendingWrite(
            Orders.NAME,
            Orders.id(1),
            Operation.INSERT,
            new Version(1, 2, false),
            Version.NONE,
            null,
            null,
            Orders.order(1),
            Instant.EPOCH);
    try (Journal journal =
        FileJournal.open(
            stage.freshFolder(),
            JournalOptions.defaults(),
            FileLayer.disk(),
            InstantSource.system(),
            new Random(1))) {
      return Load.perSecond(
          writes,
          Load.range(
              Load.MANY,
              0,
              writes,
              _ -> journal.outcome(journal.intend(write), Journal.Outcome.APPLIED)));
    }
  }
}
