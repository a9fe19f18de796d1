package io.s3db.demo;

import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.backfill.VerifyReport;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** One run: start, write while things break, drain, compare, report. */
final class DemoRun {
  private static final Duration DRAIN = Duration.ofMinutes(5);

  private final DemoOptions options;
  private final Path folder;
  private final CtrlC ctrlC;
  private final PrintStream out = System.out;

  DemoRun(DemoOptions options, Path folder, CtrlC ctrlC) {
    this.options = options;
    this.folder = folder;
    this.ctrlC = ctrlC;
  }

  /** Whether every destination equals the source. */
  boolean run() throws Exception {
    tell(
        "Starting the services on 127.0.0.1; the first time on a machine this takes up to a"
            + " minute.");
    try (Services services = Services.start(each -> tell("  starting " + each + " ..."))) {
      boolean equal = compared(services);
      if (options.serve()) {
        serve(services);
      }
      return equal;
    }
  }

  private boolean compared(Services services) throws Exception {
    Sights sights = services.sights();
    try {
      return run(services, sights);
    } finally {
      sights.close();
    }
  }

  private void serve(Services services) throws Exception {
    try (Served served = Served.start(services, folder)) {
      out.println("The page is at " + served.uri() + " (Ctrl-C ends everything)");
      out.flush();
      served.write(ctrlC);
    }
    say("Everything is stopped.");
  }

  private boolean run(Services services, Sights sights) throws Exception {
    say(
        "PostgreSQL on port %d, database in bucket s3://paystream, backup in s3://backup/dr",
        services.postgresPort());
    tell("  opening the database and its destinations ...");
    ReplicatorPlugin plugin = replication(services.places());
    try (S3db db = S3db.builder().connectionString(services.source()).plugin(plugin).connect()) {
      Trade payments = Trade.payments(db.createResource(PayStream.transactions()));
      Trade orders = Trade.orders(db.createResource(OrderStream.orders()));
      Map<Witness, Freshness> watched = new LinkedHashMap<>();
      sights.witnesses().forEach(each -> watched.put(each, new Freshness(each)));
      try {
        write(payments, orders, services, sights, watched.values());
        drain(plugin);
      } finally {
        watched.values().forEach(Freshness::close);
      }
      List<Result> results = new ArrayList<>();
      for (Map.Entry<Witness, Freshness> each : watched.entrySet()) {
        Trade trade = each.getKey().resource().equals(PayStream.RESOURCE) ? payments : orders;
        Source source = Source.read(trade.resource(), trade.ledger());
        Comparison found = each.getKey().compare(source);
        results.add(result(plugin, each.getKey(), found, each.getValue()));
      }
      return report(results, Proofs.of(plugin), payments, orders, services, sights);
    }
  }

  /** One payment goes to four destinations, one order to four. */
  private ReplicatorPlugin replication(Places places) {
    return ReplicatorPlugin.builder()
        .persistReplicatorLog(true)
        .maxRetries(3)
        .journalPath(folder.resolve("journal"))
        .closeTimeout(Duration.ofSeconds(30))
        .replicator(PayStream.analytics(places))
        .replicator(PayStream.compliance(places))
        .replicator(PayStream.fraud(places))
        .replicator(PayStream.backup(places))
        .replicator(OrderStream.fraud(places))
        .replicator(OrderStream.fulfillment(places))
        .replicator(OrderStream.analytics(places))
        .build();
  }

  private void write(
      Trade payments, Trade orders, Services services, Sights sights, Iterable<Freshness> watched)
      throws Exception {
    long begun = System.nanoTime();
    try (ProgressBar bar = progress(expectedWrites())) {
      Workload workload =
          new Workload(
              payments,
              orders,
              new Pace(options.rate()),
              (trade, record) -> {
                watched.forEach(each -> each.offer(trade.resource().name(), record));
                if (trade.equals(payments)
                    && payments.ledger().inserts() == options.records() / 2) {
                  services.loseNextCommitAnswer();
                  sights.fulfillment().failOnce();
                }
                bar.stepTo(payments.ledger().writes() + orders.ledger().writes());
              });
      workload.run(options.records());
      bar.stepTo(expectedWrites());
    }
    tellWrites("payments", payments.ledger());
    tellWrites("orders", orders.ledger());
    say(
        "  in %.1f s (%d writes asked for in a second)",
        (System.nanoTime() - begun) / 1e9, options.rate());
  }

  private long expectedWrites() {
    long orders = options.records() / 4;
    return options.records()
        + options.records() / 2
        + options.records() / 8
        + orders
        + orders / 2
        + orders / 8;
  }

  private void tellWrites(String what, Ledger ledger) {
    say(
        "Wrote %s: %d inserts, %d updates, %d deletes.",
        what, ledger.inserts(), ledger.updates(), ledger.deletes());
  }

  private void drain(ReplicatorPlugin plugin) throws InterruptedException {
    long begun = System.nanoTime();
    if (!plugin.awaitReplicated(DRAIN)) {
      throw new IllegalStateException(
          "not everything had arrived after " + DRAIN.toMinutes() + " minutes: " + plugin.status());
    }
    say("Everything arrived %.2f s after the last write.", (System.nanoTime() - begun) / 1e9);
  }

  private static Result result(
      ReplicatorPlugin plugin, Witness witness, Comparison found, Freshness freshness) {
    ReplicatorStatus status = plugin.status(witness.replicator());
    Map<String, Long> counters = status.counters();
    return new Result(
        witness.replicator(),
        status.driver(),
        witness.resource(),
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

  private boolean report(
      List<Result> results,
      List<VerifyReport> proofs,
      Trade payments,
      Trade orders,
      Services services,
      Sights sights) {
    boolean equal = results.stream().allMatch(Result::equal) && Proofs.allEqual(proofs);
    int outOfOrder = sights.fulfillment().failures();
    if (options.json()) {
      Report.json(
          out,
          List.of(payments.ledger(), orders.ledger()),
          services.lostAnswers(),
          outOfOrder,
          results,
          proofs);
      return equal;
    }
    say(
        "The connection to PostgreSQL was cut %d time(s) after a COMMIT was sent and before its"
            + " answer came: the batch was sent again, and its versions kept every row right. The"
            + " fulfillment system was out of order for %d call(s), which came again.",
        services.lostAnswers(), outOfOrder);
    Report.table(out, results);
    Proofs.print(out, proofs);
    say(
        equal
            ? "Every destination equals the source, compared row by row and message by message by"
                + " readers that share nothing with the plugin, and by the plugin itself."
                + " BigQuery is a fake here."
            : "DIFFERENCES were found: see the columns missing, different and extra, and what"
                + " plugin.verify says.");
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

  /** Beside the result, also with {@code --json}: a person waits. */
  private static void tell(String text) {
    System.err.println(text);
  }

  private void say(String text, Object... values) {
    if (!options.json()) {
      out.printf(text + "%n", values);
    }
  }
}
