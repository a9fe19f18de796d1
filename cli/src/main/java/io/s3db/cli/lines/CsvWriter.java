package io.s3db.cli.lines;

import io.s3db.Document;
import java.util.List;
import java.util.stream.Collectors;

/** Records as CSV, line by line. */
public final class CsvWriter {
  private final List<String> names;
  private final char separator;

  /** Writes these columns. */
  public CsvWriter(List<String> names, char separator) {
    this.names = List.copyOf(names);
    this.separator = separator;
  }

  /** The first line. */
  public String header() {
    return names.stream()
        .map(name -> CsvText.cell(name, separator))
        .collect(Collectors.joining(String.valueOf(separator)));
  }

  /** The line of a record. */
  public String line(Document record) {
    return names.stream()
        .map(name -> CsvText.cell(Columns.cell(record, name), separator))
        .collect(Collectors.joining(String.valueOf(separator)));
  }
}
