package io.s3db.cli.place;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.schema.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a daemon answers when it does not do what it was asked. */
final class ApiFailures {
  private ApiFailures() {}

  static S3dbException of(int status, Document answer, URI daemon) {
    if (!(answer.get("error") instanceof Map<?, ?>)) {
      return new S3dbException(
          "NOT_A_DAEMON",
          daemon + " answered with status " + status + ".",
          "Is this the address of an s3db daemon?");
    }
    Document error = answer.document("error");
    String code = error.text("code", "FAILED");
    String message = error.text("message", "The daemon answered with status " + status + ".");
    return switch (code) {
      case "UNAUTHENTICATED" ->
          new S3dbException(code, message, "Set the variable S3DB_TOKEN to the daemon's token.");
      case "VALIDATION_FAILED" -> new ValidationException("The record", problems(error, message));
      case "OUTCOME_UNKNOWN" -> new OutcomeUnknownException(message, null);
      default -> new S3dbException(code, withSuggestion(message, error), null);
    };
  }

  /** The suggestion may be part of the message already. */
  private static String withSuggestion(String message, Document error) {
    return error.get("suggestion") instanceof String more && !message.contains(more)
        ? message + " " + more
        : message;
  }

  private static List<Problem> problems(Document error, String message) {
    List<Problem> problems = new ArrayList<>();
    if (!error.has("problems")) {
      return List.of(new Problem("refused", message, "", null, null));
    }
    for (@Nullable Object each : error.list("problems")) {
      if (each instanceof Map<?, ?> problem) {
        problems.add(
            new Problem(
                "refused",
                String.valueOf(problem.get("message")),
                String.valueOf(problem.get("field")),
                null,
                null));
      }
    }
    return problems;
  }
}
