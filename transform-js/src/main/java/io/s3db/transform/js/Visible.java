package io.s3db.transform.js;

/** Text of a script, made safe to print. */
final class Visible {
  private Visible() {}

  /** One line: control characters are escaped, and what is too long is cut. */
  static String line(String text, int longest) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), longest) + 16);
    int end = Math.min(text.length(), longest);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        line.append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else {
        line.append("\\u%04x".formatted((int) c));
      }
    }
    return end < text.length() ? line.append(" …").toString() : line.toString();
  }

  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
