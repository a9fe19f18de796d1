package io.s3db.sink.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the text of an array of one dimension. */
final class ArrayText {
  private final String text;
  private final List<Optional<String>> items = new ArrayList<>();
  private int at = 1;

  private ArrayText(String text) {
    this.text = text;
  }

  /** The elements, empty ones for NULL; nothing if it is an array of another shape. */
  static Optional<List<Optional<String>>> elements(String text) {
    if (text.equals("{}")) {
      return Optional.of(List.of());
    }
    if (!text.startsWith("{") || !text.endsWith("}") || text.startsWith("{{")) {
      return Optional.empty();
    }
    ArrayText reader = new ArrayText(text);
    while (reader.at < text.length()) {
      reader.element();
    }
    return Optional.of(reader.items);
  }

  private void element() {
    StringBuilder item = new StringBuilder();
    boolean quoted = text.charAt(at) == '"';
    boolean inside = quoted;
    at += quoted ? 1 : 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        item.append(text.charAt(at++));
      } else if (inside && c == '"') {
        inside = false;
      } else if (!inside && (c == ',' || at == text.length())) {
        break;
      } else {
        item.append(c);
      }
    }
    String value = item.toString();
    items.add(!quoted && value.equals("NULL") ? Optional.empty() : Optional.of(value));
  }
}
