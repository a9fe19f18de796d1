package io.s3db.replicator.explain;

import io.s3db.replicator.explain.Explanation.Journalled;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The parts of an explanation as sentences. */
final class Sentences {
  private Sentences() {}

  static String of(Source source) {
    return switch (source) {
      case Source.Present there ->
          "version %s, written %s by %s"
              .formatted(there.version(), there.writtenAt(), there.writer());
      case Source.Absent _ -> "there is no such record";
      case Source.NoResource(String reason) -> reason;
      case Source.Unreadable(String reason) -> "it cannot be read now: " + reason;
    };
  }

  static String of(Journalled journal) {
    int count = journal.changes().size();
    String found =
        count == 0 ? "no change of it" : count == 1 ? "one change of it" : count + " changes of it";
    String looked =
        journal.whole()
            ? "%s between %s and %s. What was before is not known any more: the journal was trimmed"
                + " up to there"
            : "%s between %s and %s. The search ended there, to stay within its limit: the journal"
                + " holds more before";
    if (journal.whole() && journal.lookedFrom().offset() == 0) {
      return found + " between its beginning and " + journal.end();
    }
    return looked.formatted(found, journal.lookedFrom(), journal.end());
  }

  static String of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered(var at, int attempts) ->
          "delivered"
              + (at == null ? "" : " at " + at)
              + (attempts > 1 ? ", with attempt " + attempts : "");
      case Verdict.Superseded _ -> "superseded: a later change of the record took its place";
      case Verdict.Settled _ ->
          "done: delivered, superseded by a later change, or skipped; which of these is not known"
              + " any more";
      case Verdict.NotListed _ -> "not sent: the actions of the route do not list it";
      case Verdict.Skipped(boolean settled) ->
          settled
              ? "skipped: the transform gives null"
              : "will be skipped: the transform gives null";
      case Verdict.NotForThis _ -> "not for this route: a sync recorded it for another one";
      case Verdict.Waiting(var doneBelow, String behind, var due) ->
          "waiting: %s%s (done below %s)".formatted(unended(behind), due(due), doneBelow);
      case Verdict.Parked(int attempts, String error, var due) ->
          error.isEmpty()
              ? "parked: an earlier change of the record was refused"
              : "parked after %d attempts: %s%s".formatted(attempts, unended(error), due(due));
      case Verdict.DeadLettered letter ->
          "dead letter (%s) since %s, after %d attempts: %s: %s"
              .formatted(
                  letter.status().name().toLowerCase(java.util.Locale.ROOT),
                  letter.at(),
                  letter.attempts(),
                  letter.code(),
                  letter.error());
      case Verdict.Missed(String reason) -> "not sent: " + reason;
    };
  }

  private static String due(java.time.@Nullable Instant due) {
    return due == null ? "" : "; tried again at " + due.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A sentence that goes on. */
  private static String unended(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
