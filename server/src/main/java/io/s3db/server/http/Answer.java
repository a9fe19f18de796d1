package io.s3db.server.http;

import io.s3db.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param headers beside those that every answer has
 */
record Answer(int status, Map<String, String> headers, Content content) {
  private static final String JSON = "application/json; charset=utf-8";

  Answer {
    headers = Map.copyOf(headers);
  }

  /** What is sent. */
  sealed interface Content {
    /** Nothing. */
    record None() implements Content {}

    /** A body. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and sent at once
    record Bytes(String type, byte[] bytes) implements Content {}

    /** A body without an end that is known. */
    record Stream(String type, Writer writer) implements Content {}
  }

  /** Writes a body until it ends, or its client goes. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  static Answer json(int status, Map<String, ? extends @Nullable Object> value) {
    return bytes(status, JSON, Json.bytes(value));
  }

  static Answer ok(Map<String, ? extends @Nullable Object> value) {
    return json(200, value);
  }

  static Answer text(int status, String type, String text) {
    return bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer bytes(int status, String type, byte[] bytes) {
    return new Answer(status, Map.of(), new Content.Bytes(type, bytes));
  }

  static Answer nothing(int status) {
    return new Answer(status, Map.of(), new Content.None());
  }

  static Answer stream(String type, Writer writer) {
    return new Answer(200, Map.of(), new Content.Stream(type, writer));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, content);
  }
}
