package io.s3db.server.http;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.replicator.journal.JournalException;
import io.s3db.store.StoreException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts what handlers throw into answers: the caller's mistakes, the world's, and ours. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int MOST_PROBLEMS = 100;

  private Failures() {}

  static HttpFailure of(Throwable failure) {
    return switch (failure) {
      case HttpFailure known -> known;
      case ValidationException invalid -> invalid(invalid);
      case OutcomeUnknownException unknown ->
          new HttpFailure(503, "OUTCOME_UNKNOWN", said(unknown), unknown.suggestion().orElse(null));
      case StoreException store when store.code().equals("STORE_KEY_IMPOSSIBLE") ->
          new HttpFailure(400, "INVALID_ID", withoutAdvice(store), store.suggestion().orElse(null));
      case StoreException store -> new HttpFailure(503, "UNAVAILABLE", said(store), null);
      case JournalException journal -> new HttpFailure(503, "UNAVAILABLE", said(journal), null);
      case S3dbException ours ->
          new HttpFailure(
              status(ours.code()),
              ours.code(),
              withoutAdvice(ours),
              ours.suggestion().orElse(null));
      case IllegalArgumentException wrong ->
          new HttpFailure(400, "INVALID_BODY", sentence(said(wrong)), null);
      default -> internal(failure);
    };
  }

  private static int status(String code) {
    return switch (code) {
      case "RESOURCE_NOT_FOUND", "RECORD_NOT_FOUND" -> 404;
      case "PURGE_EXISTS",
          "PURGE_WAITS",
          "RECORD_EXISTS",
          "RESOURCE_READ_ONLY",
          "CONTENT_IN_THE_WAY",
          "WRITE_CONTENTION" ->
          409;
      case "DATABASE_CLOSED",
          "CATALOG_BUSY",
          "CATALOG_LOCKED",
          "LOCKED",
          "INTERRUPTED",
          "SEQUENCE_CONTENDED",
          "STORAGE_CONTENDED" ->
          503;
      case "CATALOG_MISSING",
          "SEQUENCE_DAMAGED",
          "SECRET_UNREADABLE",
          "PASSPHRASE_MISSING",
          "HOOK_FAILED",
          "RECORD_UNREADABLE",
          "CATALOG_CORRUPT" ->
          500;
      default -> 400;
    };
  }

  private static HttpFailure invalid(ValidationException failure) {
    List<Map<String, Object>> problems =
        failure.problems().stream()
            .limit(MOST_PROBLEMS)
            .map(
                each ->
                    Map.<String, Object>of(
                        "field", HttpFailure.shown(each.field()),
                        "message", HttpFailure.shown(each.message())))
            .toList();
    return new HttpFailure(422, failure.code(), said(failure), null, Map.of("problems", problems));
  }

  /** Nothing of the inside is shown: the log has it, under the same reference. */
  private static HttpFailure internal(Throwable failure) {
    String reference = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    LOG.error(
        "A request failed because of a bug; its answer has the reference {}.", reference, failure);
    return new HttpFailure(
        500,
        "INTERNAL",
        "The daemon failed to do this.",
        "Its log says why, under the reference " + reference + ".",
        Map.of("reference", reference));
  }

  /** The message of our exceptions ends with the suggestion, which has a field of its own here. */
  private static String withoutAdvice(S3dbException failure) {
    String text = said(failure);
    return failure
        .suggestion()
        .filter(text::endsWith)
        .map(advice -> text.substring(0, text.length() - advice.length()).strip())
        .orElse(text);
  }

  private static String said(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** What it says, as one sentence. */
  static String sentence(Throwable failure) {
    return sentence(said(failure));
  }

  private static String sentence(String text) {
    return text.isEmpty()
        ? text
        : Character.toUpperCase(text.charAt(0))
            + text.substring(1)
            + (text.matches("(?s).*[.!?]") ? "" : ".");
  }
}
