package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** One run: start, write while the connection breaks, drain, compare, report. */
final class DemoRun {
  private static final Duration DRAIN = Duration.ofMinutes(5);

  private final DemoOptions options;
  private final Path folder;
  private final PrintStream out = System.out;
  private final Ledger ledger = new Ledger();

  DemoRun(DemoOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /** Whether every destination equals the source. */
  boolean run() throws Exception {
    say("Starting PostgreSQL and an S3 server on 127.0.0.1 ...");
    try (Services services = Services.start();
        Connection reader = services.connect();
        Connection finalReader = services.connect();
        Freshness compliance =
            new Freshness("compliance", id -> ComplianceTable.shows(reader, id));
        Freshness backup =
            new Freshness("backup", id -> BackupBucket.shows(services.backupObjects(), id))) {
      say(
          "  PostgreSQL on port %d, database in bucket s3://paystream, backup in s3://backup/dr",
          services.postgresPort());
      ReplicatorPlugin plugin =
          PayStream.replication(folder.resolve("journal"), services.postgres(), services.backup());
      try (S3db db = S3db.builder().connectionString(services.source()).plugin(plugin).connect()) {
        Resource transactions = db.createResource(PayStream.transactions());
        write(transactions, services, compliance, backup);
        drain(plugin);
        List<Result> results =
            List.of(
                result(plugin, "compliance", compare(transactions, finalReader), compliance),
                result(
                    plugin,
                    "backup",
                    BackupBucket.compare(services.sourceObjects(), services.backupObjects()),
                    backup));
        return report(results, services);
      }
    }
  }

  private void write(
      Resource transactions, Services services, Freshness compliance, Freshness backup)
      throws Exception {
    long begun = System.nanoTime();
    long expected = (long) options.records() + options.records() / 2 + options.records() / 8;
    try (ProgressBar bar = progress(expected)) {
      Workload workload =
          new Workload(
              transactions,
              ledger,
              new Pace(options.rate()),
              id -> {
                compliance.offer(id);
                backup.offer(id);
                if (ledger.inserts() == options.records() / 2) {
                  services.loseNextCommitAnswer();
                }
                bar.stepTo(ledger.writes());
              });
      workload.run(options.records());
      bar.stepTo(ledger.writes());
    }
    say(
        "Wrote %d inserts, %d updates and %d deletes in %.1f s (%d writes asked for in a second).",
        ledger.inserts(),
        ledger.updates(),
        ledger.deletes(),
        (System.nanoTime() - begun) / 1e9,
        options.rate());
  }

  private void drain(ReplicatorPlugin plugin) throws InterruptedException {
    long begun = System.nanoTime();
    if (!plugin.awaitReplicated(DRAIN)) {
      throw new IllegalStateException(
          "not everything had arrived after " + DRAIN.toMinutes() + " minutes: " + plugin.status());
    }
    say("Everything arrived %.2f s after the last write.", (System.nanoTime() - begun) / 1e9);
  }

  /** The table keeps deleted transactions: the source's records and those are what it must show. */
  private Comparison compare(Resource transactions, Connection connection) throws Exception {
    Map<String, Document> source = new HashMap<>(ledger.deleted());
    try (Stream<Document> all = transactions.stream()) {
      all.forEach(record -> source.put(record.id(), record));
    }
    return ComplianceTable.compare(connection, source);
  }

  private static Result result(
      ReplicatorPlugin plugin, String id, Comparison found, Freshness freshness) {
    ReplicatorStatus status = plugin.status(id);
    Map<String, Long> counters = status.counters();
    return new Result(
        id,
        status.driver(),
        found.expected(),
        counters.getOrDefault("delivered", 0L),
        counters.getOrDefault("superseded", 0L),
        counters.getOrDefault("skipped", 0L) + counters.getOrDefault("notListed", 0L),
        found.missing(),
        found.different(),
        found.extra(),
        counters.getOrDefault("reconnects", 0L),
        counters.getOrDefault("retriedBatches", 0L),
        freshness.millis(0.5),
        freshness.millis(0.99),
        freshness.samples());
  }

  private boolean report(List<Result> results, Services services) {
    boolean equal = results.stream().allMatch(Result::equal);
    if (options.json()) {
      Report.json(out, ledger, services.lostAnswers(), results);
      return equal;
    }
    say(
        "The connection to PostgreSQL was cut %d time(s) after a COMMIT was sent and before its"
            + " answer came: the batch was sent again, and its versions kept every row right.",
        services.lostAnswers());
    Report.table(out, results);
    say(
        equal
            ? "Every destination equals the source, compared row by row by readers that share"
                + " nothing with the plugin."
            : "DIFFERENCES were found: see the columns missing, different and extra.");
    return equal;
  }

  /** On a terminal only: in a file or a log a bar is noise. */
  private static ProgressBar progress(long writes) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName("writing")
            .setInitialMax(writes)
            .setUpdateIntervalMillis(200);
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? bar.build()
        : bar.setConsumer(new DelegatingProgressBarConsumer(_ -> {})).build();
  }

  private void say(String text, Object... values) {
    if (!options.json()) {
      out.printf(text + "%n", values);
    }
  }
}
