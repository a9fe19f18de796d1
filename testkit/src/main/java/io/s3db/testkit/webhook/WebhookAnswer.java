package io.s3db.testkit.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a {@link WebhookReceiver} does with a request once it has read it. */
public sealed interface WebhookAnswer {
  /** Answers, and keeps the connection. */
  record Status(int code, Map<String, String> headers, String body) implements WebhookAnswer {
    /** Copies the headers. */
    public Status {
      headers = Map.copyOf(headers);
    }

    /** The same answer with another header. */
    public Status with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Status(code, more, body);
    }
  }

  /** Waits, and answers then. */
  record Later(Duration time, WebhookAnswer answer) implements WebhookAnswer {}

  /** Never answers; the connection stays open until the receiver is closed. */
  record Hang() implements WebhookAnswer {}

  /** Resets the connection without an answer. */
  record Drop() implements WebhookAnswer {}

  /** Answers with a body of so many bytes, as long as anybody reads them. */
  record Flood(int code, long bytes) implements WebhookAnswer {}

  /** Sends the head of an answer at once, and its body a byte every so often, without end. */
  record Drip(int code, Duration pause) implements WebhookAnswer {}

  /** Sends these bytes, whatever they are, and closes the connection. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Raw(byte[] bytes) implements WebhookAnswer {}

  /** An answer without a body. */
  static Status status(int code) {
    return status(code, "");
  }

  /** An answer with a text. */
  static Status status(int code, String body) {
    return new Status(code, Map.of(), body);
  }

  /** Bytes that may be no HTTP at all. */
  static Raw raw(String text) {
    return new Raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
