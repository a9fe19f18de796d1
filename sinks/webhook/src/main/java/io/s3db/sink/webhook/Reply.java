package io.s3db.sink.webhook;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * What the receiver answered.
 *
 * @param body the beginning of it; empty after success
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record Reply(int status, HttpHeaders headers, byte[] body) {
  /** Whether it took the message. */
  boolean isSuccess() {
    return status >= 200 && status <= 299;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
