package io.s3db.sink.webhook;

import java.util.Comparator;
import java.util.List;

/**
 * Makes texts of strangers fit for messages: on one line, short, without our secrets.
 *
 * @param secrets what must not be printed, the longest first
 */
record Printable(List<String> secrets) {
  /** Leaves out what is empty, and sorts. */
  Printable {
    secrets =
        secrets.stream()
            .filter(secret -> !secret.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** A text with every secret made unreadable. */
  String redacted(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }

  /** The beginning of a text, redacted, on one line. */
  String of(String text, int most) {
    return excerpt(redacted(text), most);
  }

  /** The beginning of a text, on one line, without characters that steer terminals. */
  static String excerpt(String text, int most) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\ufffd\\s]+", " ").strip();
    if (line.length() <= most) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
    return line.substring(0, end) + "…";
  }

  @Override
  public String toString() {
    return "Printable[" + secrets.size() + " secrets]";
  }
}
