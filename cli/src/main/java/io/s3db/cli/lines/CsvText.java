package io.s3db.cli.lines;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one record of CSV, as RFC 4180 has them. A cell without anything in it is null; the
 * empty text is two quotes.
 */
final class CsvText {
  private final String text;
  private final char separator;
  private int at;

  private CsvText(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /**
   * Cuts a record.
   *
   * @throws IllegalArgumentException if text follows a closing quote
   */
  static List<@Nullable String> split(String record, char separator) {
    return new CsvText(record, separator).cells();
  }

  private List<@Nullable String> cells() {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(cell());
    while (at < text.length()) {
      at++;
      cells.add(cell());
    }
    return Collections.unmodifiableList(cells);
  }

  private @Nullable String cell() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int end = text.indexOf(separator, at);
    String plain = text.substring(at, end < 0 ? text.length() : end);
    at += plain.length();
    return plain.isEmpty() ? null : plain;
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      cell.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) == separator) {
        return cell.toString();
      }
      if (text.charAt(at) != '"') {
        throw new IllegalArgumentException(
            "text follows the closing quote of a cell: write a quote inside quotes twice.");
      }
      cell.append('"');
      at++;
    }
  }

  /** A cell as it is written. */
  static String cell(@Nullable String value, char separator) {
    if (value == null) {
      return "";
    }
    boolean plain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> c == separator || c == '"' || c == '\n' || c == '\r')
            && !Character.isWhitespace(value.charAt(0))
            && value.charAt(0) != '\uFEFF';
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
