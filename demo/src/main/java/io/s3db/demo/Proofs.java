package io.s3db.demo;

import io.s3db.Document;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.backfill.VerifyReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What {@code plugin.verify} says of each destination, beside what the demo's own readers say. */
final class Proofs {
  private Proofs() {}

  static List<VerifyReport> of(ReplicatorPlugin plugin) throws InterruptedException {
    List<VerifyReport> reports = new ArrayList<>();
    for (ReplicatorStatus each : plugin.status()) {
      reports.add(plugin.verify(each.id()));
    }
    return reports;
  }

  static boolean allEqual(List<VerifyReport> reports) {
    return reports.stream().allMatch(VerifyReport::isEqual);
  }

  static void print(PrintStream out, List<VerifyReport> reports) {
    out.println("plugin.verify says of each destination:");
    reports.forEach(each -> out.println("  " + each.certificate()));
    out.println();
  }

  static List<Document> documents(List<VerifyReport> reports) {
    return reports.stream()
        .map(
            each ->
                Document.of(
                    "destination", each.replicator(),
                    "equal", each.isEqual(),
                    "certificate", each.certificate()))
        .toList();
  }
}
