package io.s3db.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not answered as it was asked: status, code, and one sentence for people. */
final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SAID = 1_000;

  private final int status;
  private final String code;
  private final @Nullable String suggestion;
  private final transient Map<String, Object> details;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  HttpFailure(int status, String code, String message, @Nullable String suggestion) {
    this(status, code, message, suggestion, Map.of());
  }

  HttpFailure(
      int status,
      String code,
      String message,
      @Nullable String suggestion,
      Map<String, Object> details) {
    super(shown(message), null, false, false);
    this.status = status;
    this.code = code;
    this.suggestion = suggestion;
    this.details = details;
  }

  /** A text that may quote what a client sent, which may be as long as a body. */
  static String shown(String text) {
    return text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID - 1) + "…";
  }

  static HttpFailure parameter(String name, String what) {
    return new HttpFailure(
        400, "INVALID_PARAMETER", "The parameter '" + name + "' " + what + ".", null);
  }

  static HttpFailure body(String what) {
    return new HttpFailure(400, "INVALID_BODY", what, null);
  }

  HttpFailure header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Answer answer() {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", getMessage());
    error.put("suggestion", suggestion);
    error.putAll(details);
    Answer answer = Answer.json(status, Map.of("error", error));
    List<Map.Entry<String, String>> more = new ArrayList<>(headers.entrySet());
    for (Map.Entry<String, String> each : more) {
      answer = answer.with(each.getKey(), each.getValue());
    }
    return answer;
  }
}
