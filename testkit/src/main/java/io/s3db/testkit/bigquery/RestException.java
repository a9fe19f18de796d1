package io.s3db.testkit.bigquery;

import java.util.List;
import java.util.Map;

/** A request that the REST interface answers with an error. */
final class RestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  RestException(int status, String reason, String message) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  static RestException invalid(String message) {
    return new RestException(400, "invalid", message);
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    String said = String.valueOf(getMessage());
    return Map.of(
        "error",
        Map.of(
            "code",
            status,
            "message",
            said,
            "errors",
            List.of(Map.of("domain", "global", "reason", reason, "message", said))));
  }
}
