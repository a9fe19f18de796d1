package io.s3db.replicator.explain;

import io.s3db.Document;
import io.s3db.replicator.explain.Explanation.Journalled;
import io.s3db.replicator.explain.Explanation.Journey;
import io.s3db.replicator.explain.Explanation.Step;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An explanation as a JSON object. Each verdict has a {@code kind} and a {@code sentence}. */
final class ExplanationJson {
  private ExplanationJson() {}

  static Document of(Explanation explanation) {
    return Document.builder()
        .put("resource", explanation.resource())
        .put("recordId", explanation.recordId())
        .put("at", explanation.at().toString())
        .put("known", explanation.isKnown())
        .put("source", of(explanation.source()))
        .put("journal", of(explanation.journal()))
        .put("journeys", explanation.journeys().stream().map(ExplanationJson::of).toList())
        .build();
  }

  private static Document of(Source source) {
    Document.Builder json = Document.builder();
    json.put("kind", word(source)).put("sentence", Sentences.of(source));
    if (source instanceof Source.Present there) {
      json.put("version", there.version().toString())
          .put("stamped", there.stamped())
          .put("writtenAt", there.writtenAt().toString())
          .put("writer", there.writer());
    }
    return json.build();
  }

  private static Document of(Journalled journal) {
    return Document.builder()
        .put("changes", journal.changes().stream().map(ExplanationJson::of).toList())
        .put("lookedFrom", journal.lookedFrom().toString())
        .put("end", journal.end().toString())
        .put("whole", journal.whole())
        .put("sentence", Sentences.of(journal))
        .build();
  }

  private static Document of(ExplainedChange change) {
    return Document.builder()
        .put("id", change.id().toString())
        .put("operation", change.operation().word())
        .put("version", change.version().toString())
        .put("changedAt", change.changedAt().toString())
        .put("position", text(change.position()))
        .put("outcome", change.outcome().name().toLowerCase(Locale.ROOT))
        .put("recipient", change.recipient())
        .build();
  }

  private static Document of(Journey journey) {
    return Document.builder()
        .put("replicator", journey.replicator())
        .put("driver", journey.driver())
        .put("destination", journey.destination())
        .put("route", journey.route())
        .put("target", journey.target())
        .put("state", journey.state().word())
        .put("reason", journey.reason())
        .put("nextAttempt", text(journey.nextAttempt()))
        .put("rowKey", journey.rowKey())
        .put("open", journey.isOpen())
        .put("steps", journey.steps().stream().map(ExplanationJson::of).toList())
        .put("remark", journey.remark())
        .build();
  }

  private static Document of(Step step) {
    Document.Builder json =
        Document.builder()
            .put("change", step.change().toString())
            .put("kind", word(step.verdict()))
            .put("sentence", Sentences.of(step.verdict()));
    switch (step.verdict()) {
      case Verdict.Delivered(var at, int attempts) ->
          json.put("at", text(at)).put("attempts", attempts);
      case Verdict.Waiting(var doneBelow, String behind, var due) ->
          json.put("doneBelow", doneBelow.toString()).put("behind", behind).put("due", text(due));
      case Verdict.Parked(int attempts, String error, var due) ->
          json.put("attempts", attempts).put("error", error).put("due", text(due));
      case Verdict.DeadLettered letter ->
          json.put("code", letter.code())
              .put("error", letter.error())
              .put("attempts", letter.attempts())
              .put("at", text(letter.at()))
              .put("status", letter.status().name().toLowerCase(Locale.ROOT));
      case Verdict.Missed(String reason) -> json.put("reason", reason);
      case Verdict.Skipped(boolean settled) -> json.put("settled", settled);
      case Verdict.Superseded _, Verdict.Settled _, Verdict.NotListed _, Verdict.NotForThis _ -> {}
    }
    return json.put("row", step.row()).build();
  }

  /** The name of a case: {@code dead-lettered}. */
  private static String word(Object value) {
    return value
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
