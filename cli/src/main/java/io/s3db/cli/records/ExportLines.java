package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.lines.CsvWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Records as lines of a file, and which of their fields found no place there. */
final class ExportLines {
  private final Format format;
  private final Columns columns;
  private final List<String> fields;
  private final CsvWriter csv;
  private final Set<String> leftOut = new TreeSet<>();
  private long written;

  /**
   * Lines in a format.
   *
   * @param fields those wanted, or none for all
   */
  ExportLines(Format format, Columns columns, List<String> fields) {
    this.format = format;
    this.columns = columns;
    this.fields = fields;
    this.csv = new CsvWriter(columns.chosen(fields), format.separator());
  }

  Optional<String> header() {
    return format == Format.JSONL ? Optional.empty() : Optional.of(csv.header());
  }

  String line(Document record) {
    written++;
    if (format != Format.JSONL) {
      if (fields.isEmpty()) {
        leftOut.addAll(columns.without(record));
      }
      return csv.line(record);
    }
    if (fields.isEmpty()) {
      return record.toJson();
    }
    Document.Builder chosen = Document.builder();
    fields.stream()
        .filter(name -> record.has(name) || record.get(name) != null)
        .forEach(name -> chosen.put(name, record.get(name)));
    return chosen.build().toJson();
  }

  long written() {
    return written;
  }

  Set<String> leftOut() {
    return leftOut;
  }
}
