package io.s3db.sink.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.auth.Retryable;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what the REST interface answers into what happens next.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/error-messages">Error messages</a>
 */
final class RestFailures {
  private static final Set<String> TRANSIENT =
      Set.of(
          "rateLimitExceeded",
          "quotaExceeded",
          "backendError",
          "internalError",
          "jobRateLimitExceeded",
          "timeout",
          "resourceInUse");

  private RestFailures() {}

  /**
   * The failure of an attempt.
   *
   * @param where what was attempted on what, for the message
   * @param permission what is needed for it
   * @param target the target it was for; null if it concerns the destination
   */
  static SinkException of(IOException e, String where, String permission, @Nullable String target) {
    if (e instanceof GoogleJsonResponseException answer) {
      return ofAnswer(answer, where, permission, target);
    }
    if (Credentials.areRefused(e)) {
      return new SinkException.Denied(where + " failed: " + Credentials.REFUSED, null);
    }
    String why = Unreachable.reason(e).map(reason -> reason + ".").orElseGet(() -> said(e));
    return new SinkException.Unavailable(where + " failed: " + why, e);
  }

  private static SinkException ofAnswer(
      GoogleJsonResponseException e, String where, String permission, @Nullable String target) {
    int status = e.getStatusCode();
    String message = where + " failed: " + said(e);
    if (status == 408 || status == 429 || status >= 500 || TRANSIENT.contains(reason(e))) {
      return new SinkException.Unavailable(message, e, retryAfter(e));
    }
    return switch (status) {
      case 401 -> new SinkException.Denied(message + " Check the credentials.", e);
      case 403 ->
          new SinkException.Denied(message + " Grant the permission " + permission + ".", e);
      default ->
          target == null
              ? new SinkException.Denied(message, e)
              : new SinkException.TargetDenied(target, message, e);
    };
  }

  /** The reason of an answer, as Google's list of errors has it; empty if there is none. */
  static String reason(GoogleJsonResponseException e) {
    GoogleJsonError details = e.getDetails();
    List<GoogleJsonError.ErrorInfo> errors = details == null ? null : details.getErrors();
    if (errors == null || errors.isEmpty() || errors.getFirst().getReason() == null) {
      return "";
    }
    return errors.getFirst().getReason();
  }

  private static String said(GoogleJsonResponseException e) {
    String text = e.getDetails() == null ? null : e.getDetails().getMessage();
    String reason = reason(e);
    return "HTTP "
        + e.getStatusCode()
        + (reason.isEmpty() ? "" : " " + reason)
        + (text == null ? "." : ": " + Messages.sentence(text));
  }

  private static String said(IOException e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : Messages.sentence(e.getMessage());
  }

  private static @Nullable Duration retryAfter(GoogleJsonResponseException e) {
    String text = e.getHeaders() == null ? null : e.getHeaders().getRetryAfter();
    if (text == null) {
      return null;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip())));
    } catch (NumberFormatException _) {
      return null; // a date: the usual pauses are as good
    }
  }

  /** What becomes of failures to get a token. */
  static final class Credentials {
    static final String REFUSED =
        "the credentials are missing or were refused. Check the option credentials, or set"
            + " GOOGLE_APPLICATION_CREDENTIALS to the path of a key file.";

    private Credentials() {}

    /** Whether Google's client says that trying again is no use, or that it found none. */
    static boolean areRefused(Throwable failure) {
      for (Throwable each = failure; each != null; each = each.getCause()) {
        if (each instanceof Retryable auth) {
          return !auth.isRetryable();
        }
        String text = String.valueOf(each.getMessage());
        if (text.contains("default credentials were not found")
            || text.contains("Default Credentials are not available")) {
          return true;
        }
      }
      return false;
    }
  }
}
