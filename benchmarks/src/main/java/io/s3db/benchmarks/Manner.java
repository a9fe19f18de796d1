package io.s3db.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How a receiver of webhooks behaves. */
enum Manner {
  /** Takes everything at once. */
  WELL,
  /** Takes everything, after two seconds. */
  SLOW,
  /** Says 429 and {@code Retry-After: 1}, always. */
  THROTTLED,
  /** Refuses the records whose number ends with 00, and takes the others. */
  PICKY;

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LATE = Duration.ofSeconds(2);
  private static final byte[] TAKEN = head("204 No Content", "");
  private static final byte[] REFUSED = head("422 Unprocessable Content", "Content-Length: 0\r\n");
  private static final byte[] LATER =
      head("429 Too Many Requests", "Retry-After: 1\r\nContent-Length: 0\r\n");

  private static byte[] head(String status, String headers) {
    return ("HTTP/1.1 " + status + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  Duration pause() {
    return this == SLOW ? LATE : AT_ONCE;
  }

  byte[] answer(byte[] body) {
    return switch (this) {
      case WELL, SLOW -> TAKEN;
      case THROTTLED -> LATER;
      case PICKY -> isHundredth(body) ? REFUSED : TAKEN;
    };
  }

  /** Looks for {@code "id":"order-…00"}: cheaper than reading the body as JSON. */
  private static boolean isHundredth(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int id = text.indexOf("\"id\":\"order-");
    int end = text.indexOf('"', id + 6);
    return id >= 0 && text.startsWith("00", end - 2);
  }
}
