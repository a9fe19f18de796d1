package io.s3db.replicator.explain;

import io.s3db.replicator.explain.Explanation.Journalled;
import io.s3db.replicator.explain.Explanation.Journey;
import io.s3db.replicator.explain.Explanation.Step;
import io.s3db.replicator.journal.EventId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An explanation as a table for people. */
final class ExplanationText {
  private final StringBuilder text = new StringBuilder();
  private final Map<EventId, ExplainedChange> changes = new HashMap<>();

  private String above = "";

  private ExplanationText() {}

  static String of(Explanation explanation) {
    ExplanationText out = new ExplanationText();
    out.write(explanation);
    return out.text.toString().stripTrailing();
  }

  private void write(Explanation explanation) {
    line("%s/%s at %s".formatted(explanation.resource(), explanation.recordId(), explanation.at()));
    line("  source   " + Sentences.of(explanation.source()));
    write(explanation.journal());
    if (!explanation.isKnown()) {
      line("  Nothing else is known of such a record.");
    }
    explanation.journeys().forEach(this::write);
  }

  private void write(Journalled journal) {
    line("  journal  " + Sentences.of(journal));
    for (ExplainedChange change : journal.changes()) {
      changes.put(change.id(), change);
      line(
          "    %-12s %-6s %s  version %s  %s%s"
              .formatted(
                  change.position() == null ? "(state)" : change.position(),
                  change.operation().word(),
                  change.changedAt(),
                  change.version(),
                  change.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  change.recipient() == null ? "" : ", a sync for " + change.recipient()));
    }
  }

  private void write(Journey journey) {
    String reason = journey.reason().isEmpty() ? "" : ": " + journey.reason();
    String who =
        journey.driver().isEmpty()
            ? journey.replicator()
            : "%s (%s) %s".formatted(journey.replicator(), journey.driver(), journey.destination());
    String standing = "  %s: %s%s".formatted(who, journey.state().word(), reason);
    if (!standing.equals(above)) { // said once for the routes of a destination
      line(standing);
      above = standing;
    }
    if (!journey.route().isEmpty()) {
      line("    %s -> %s".formatted(journey.route(), journey.target()));
    }
    if (journey.rowKey() != null) {
      line("      its row has the key " + journey.rowKey());
    }
    journey.steps().forEach(this::write);
    if (!journey.remark().isEmpty()) {
      line("      " + journey.remark());
    }
  }

  private void write(Step step) {
    ExplainedChange change = changes.get(step.change());
    String what = change == null ? step.change().toString() : name(change);
    line("      %-20s %s".formatted(what, Sentences.of(step.verdict())));
    if (step.row() != null && step.verdict().isOpen()) {
      line("        as " + step.row().toJson());
    }
  }

  private static String name(ExplainedChange change) {
    return change.operation().word()
        + " "
        + (change.position() == null ? change.id() : change.position());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
