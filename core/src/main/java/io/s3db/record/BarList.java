package io.s3db.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Items joined by bars, with a backslash before every bar and backslash inside an item. No items
 * are empty text; so one empty item cannot be told from none.
 */
final class BarList {
  private BarList() {}

  static String join(List<String> items) {
    StringBuilder text = new StringBuilder();
    String separator = "";
    for (String item : items) {
      text.append(separator).append(item.replace("\\", "\\\\").replace("|", "\\|"));
      separator = "|";
    }
    return text.toString();
  }

  static List<String> split(String text) {
    List<String> items = new ArrayList<>();
    if (text.isEmpty()) {
      return items;
    }
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        item.append(text.charAt(++i));
      } else if (c == '|') {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    return items;
  }
}
