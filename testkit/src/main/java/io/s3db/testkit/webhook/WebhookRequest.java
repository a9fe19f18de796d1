package io.s3db.testkit.webhook;

import io.s3db.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the receiver read it.
 *
 * @param connection which connection it came on, from 1
 * @param method the method
 * @param path path and query; the whole URL where the receiver is used as a proxy
 * @param headers values by name in lower case
 * @param body the bytes
 * @param nanos when it was read, as {@link System#nanoTime} tells it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record WebhookRequest(
    int connection,
    String method,
    String path,
    Map<String, List<String>> headers,
    byte[] body,
    long nanos) {
  /** The first value of a header, if it is there. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** The first value of a header that must be there. */
  public String required(String name) {
    return header(name).orElseThrow(() -> new AssertionError("no header " + name + ": " + headers));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as the JSON object it must be. */
  public Document document() {
    return Document.parse(text());
  }

  @Override
  public String toString() {
    return method + " " + path + " " + headers + " " + text();
  }
}
