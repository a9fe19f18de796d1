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

  private ExplanationText() {}

  static String of(Explanation explanation) {
    ExplanationText out = new ExplanationText();
    out.write(explanation);
    return out.text.toString().stripTrailing();
  }

  private void write(Explanation explanation) {
    line("%s/%s at %s", explanation.resource(), explanation.recordId(), explanation.at());
    line("  source   %s", Sentences.of(explanation.source()));
    write(explanation.journal());
    if (!explanation.isKnown()) {
      line("  Nothing else is known of such a record.");
    }
    explanation.journeys().forEach(this::write);
  }

  private void write(Journalled journal) {
    line("  journal  %s", Sentences.of(journal));
    for (ExplainedChange change : journal.changes()) {
      changes.put(change.id(), change);
      line(
          "    %-12s %-6s %s  version %s  %s%s",
          change.position() == null ? "(state)" : change.position(),
          change.operation().word(),
          change.changedAt(),
          change.version(),
          change.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          change.recipient() == null ? "" : ", a sync for " + change.recipient());
    }
  }

  private void write(Journey journey) {
    line(
        "  %s (%s) %s: %s%s",
        journey.replicator(),
        journey.driver(),
        journey.destination(),
        journey.state().word(),
        journey.reason().isEmpty() ? "" : ": " + journey.reason());
    if (!journey.route().isEmpty()) {
      line("    %s -> %s", journey.route(), journey.target());
    }
    if (journey.rowKey() != null) {
      line("      its row has the key %s", journey.rowKey());
    }
    journey.steps().forEach(this::write);
    if (!journey.remark().isEmpty()) {
      line("      %s", journey.remark());
    }
  }

  private void write(Step step) {
    ExplainedChange change = changes.get(step.change());
    String what =
        change == null
            ? step.change().toString()
            : change.operation().word()
                + " "
                + (change.position() == null ? change.id() : change.position());
    line("      %-20s %s", what, Sentences.of(step.verdict()));
    if (step.row() != null && step.verdict().isOpen()) {
      line("        as %s", step.row().toJson());
    }
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
