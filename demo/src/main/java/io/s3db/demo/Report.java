package io.s3db.demo;

import io.s3db.Document;
import io.s3db.replicator.backfill.VerifyReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints the results: a table for people, or one JSON object for programs. */
final class Report {
  private Report() {}

  static void table(PrintStream out, List<Result> results) {
    out.printf(
        "%n%-26s %-12s %8s %10s %11s %8s %8s %10s %6s %11s %8s %9s %9s%n",
        "destination",
        "resource",
        "source",
        "delivered",
        "superseded",
        "skipped",
        "missing",
        "different",
        "extra",
        "reconnects",
        "retried",
        "p50",
        "p99");
    for (Result each : results) {
      out.printf(
          Locale.ROOT,
          "%-26s %-12s %8d %10d %11d %8d %8d %10d %6d %11d %8d %6.1f ms %6.1f ms%n",
          each.name() + " (" + each.driver() + ")",
          each.resource(),
          each.source(),
          each.delivered(),
          each.superseded(),
          each.skipped(),
          each.missing(),
          each.different(),
          each.extra(),
          each.reconnects(),
          each.retriedBatches(),
          each.p50(),
          each.p99());
    }
    out.println();
  }

  static void json(
      PrintStream out,
      List<Ledger> ledgers,
      int cuts,
      int unavailable,
      List<Result> results,
      List<VerifyReport> proofs) {
    Document whole =
        Document.of(
            "inserts", ledgers.stream().mapToLong(Ledger::inserts).sum(),
            "updates", ledgers.stream().mapToLong(Ledger::updates).sum(),
            "deletes", ledgers.stream().mapToLong(Ledger::deletes).sum(),
            "lostAnswers", cuts,
            "unavailable", unavailable,
            "equal", results.stream().allMatch(Result::equal) && Proofs.allEqual(proofs),
            "destinations", results.stream().map(Result::toDocument).toList(),
            "verified", Proofs.documents(proofs));
    out.println(whole.toJson());
  }
}
