package io.s3db.sink.bigquery;

/** What servers say, fit for a message: one line, of bounded length. */
final class Messages {
  private static final int LONGEST = 500;

  private Messages() {}

  static String sentence(String said) {
    String line = said.strip().replaceAll("\\s+", " ");
    String bounded = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    return bounded.endsWith(".") || bounded.endsWith("…") ? bounded : bounded + ".";
  }
}
