package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Prints records: JSON lines for programs, tables of at most a thousand rows for people. */
final class RecordPrinter {
  private static final int ROWS = 1000;

  private final Screen screen;
  private final boolean json;
  private final Columns columns;

  RecordPrinter(Screen screen, boolean json, Columns columns) {
    this.screen = screen;
    this.json = json;
    this.columns = columns;
  }

  /** Prints the records, and says how many there were. */
  long print(Iterator<Document> records) {
    long printed = 0;
    List<Document> rows = new ArrayList<>();
    while (records.hasNext()) {
      Document record = records.next();
      printed++;
      if (json) {
        screen.out().line(record.toJson());
      } else {
        rows.add(record);
      }
      if (rows.size() == ROWS) {
        table(rows);
        rows.clear();
      }
    }
    if (!rows.isEmpty()) {
      table(rows);
    }
    return printed;
  }

  /** Only columns in which something stands: first those of attributes, in their order. */
  private void table(List<Document> records) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : columns.names()) {
      if (records.stream().anyMatch(each -> each.get(name) != null)) {
        names.add(name);
      }
    }
    records.forEach(each -> names.addAll(columns.without(each)));
    Table table =
        Table.of(
            names.stream()
                .map(name -> columns.kind(name) == Columns.Kind.SCALAR ? ">" + name : name)
                .toList());
    for (Document record : records) {
      table.row(
          names.stream()
              .map(name -> Objects.requireNonNullElse(Columns.cell(record, name), ""))
              .toArray(String[]::new));
    }
    table.print(screen);
  }

  /** Prints one record, a field on each line. */
  void one(Document record) {
    if (json) {
      screen.out().line(record.toJson());
      return;
    }
    Table table = Table.of("field", "value");
    record
        .toMap()
        .forEach(
            (name, value) ->
                table.row(name, Objects.requireNonNullElse(Columns.text(value), "null")));
    table.print(screen);
  }
}
