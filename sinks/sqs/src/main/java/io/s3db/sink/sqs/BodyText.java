package io.s3db.sink.sqs;

/**
 * JSON with characters that SQS takes.
 *
 * <p>SQS refuses bodies with other characters than those of XML 1.0: control characters, halves of
 * surrogate pairs, U+FFFE and U+FFFF. In JSON such characters stand in texts only, where they can
 * be written as {@code \}{@code uXXXX}, which means the same.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">
 *     the characters SQS takes</a>
 */
final class BodyText {
  private BodyText() {}

  /** The same JSON, with escapes for what SQS refuses. */
  static String of(String json) {
    StringBuilder text = new StringBuilder(json.length() + 16);
    int kept = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < json.length()
          && Character.isLowSurrogate(json.charAt(i + 1))) {
        i++;
      } else if (isRefused(c)) {
        text.append(json, kept, i).append("\\u%04x".formatted((int) c));
        kept = i + 1;
      }
    }
    return kept == 0 ? json : text.append(json, kept, json.length()).toString();
  }

  private static boolean isRefused(char c) {
    return Character.isSurrogate(c)
        || c >= '\uFFFE'
        || (c < ' ' && c != '\t' && c != '\n' && c != '\r');
  }

  /** The length in UTF-8, of a text without halves of surrogate pairs. */
  static long bytes(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        bytes += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        bytes++;
      }
    }
    return bytes;
  }
}
