package io.s3db.transform.js;

import java.util.Map;
import org.graalvm.polyglot.PolyglotException;

/** What a script's error says: one line, bounded, with a hint where a remedy is known. */
final class ErrorText {
  private static final int LONGEST = 500;
  private static final Map<String, String> HINTS =
      Map.of(
          "process", "a transform does not see the environment: write the value into it",
          "require", "a transform can load nothing: hashes are in crypto, which is there",
          "Buffer", "give text to crypto, and name an encoding to digest('hex')",
          "fetch", "a transform cannot use the network",
          "setTimeout", "a transform cannot wait",
          "eval", "a transform cannot make code of text");

  private ErrorText() {}

  static String of(PolyglotException error) {
    String text = String.valueOf(error.getMessage());
    return line(error.isSyntaxError() ? withoutExcerpt(text) : text + hint(text));
  }

  /** One line of at most 500 characters, without characters that steer terminals and logs. */
  static String line(String text) {
    return Visible.line(text, LONGEST);
  }

  /** {@code SyntaxError: name:3:7 Expected …} and an excerpt: what the place says already goes. */
  private static String withoutExcerpt(String text) {
    String first = text.lines().findFirst().orElse(text);
    return first.replaceFirst("^SyntaxError: .*?:\\d+:\\d+ ", "");
  }

  private static String hint(String text) {
    for (Map.Entry<String, String> each : HINTS.entrySet()) {
      if (text.equals("ReferenceError: " + each.getKey() + " is not defined")) {
        return " (" + each.getValue() + ")";
      }
    }
    return "";
  }
}
