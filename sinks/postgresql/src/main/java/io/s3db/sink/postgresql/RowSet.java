package io.s3db.sink.postgresql;

import io.s3db.replicator.spi.Key;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table on their way, column by column, in the order of their keys. A key occurs once:
 * of two rows the later version stays.
 */
final class RowSet {
  private final String target;
  private final TreeMap<String, Row> rows = new TreeMap<>();
  private @Nullable List<Row> sorted;

  RowSet(String target) {
    this.target = target;
  }

  /**
   * Adds a row.
   *
   * @param values the text of each column, in the order of the script's columns
   */
  void add(Key key, Version version, @Nullable String[] values) {
    String text = key.text();
    Row row = new Row(text, version, values);
    rows.merge(text, row, (a, b) -> b.version().compareTo(a.version()) >= 0 ? b : a);
    sorted = null;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table as the versions name it. */
  String target() {
    return target;
  }

  Object[] keyTexts() {
    return sorted().stream().map(Row::key).toArray();
  }

  Object[] versions() {
    return sorted().stream().map(row -> row.version().toString()).toArray();
  }

  @Nullable Object[] column(int index) {
    List<Row> all = sorted();
    @Nullable Object[] column = new Object[all.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = all.get(i).values()[index];
    }
    return column;
  }

  private List<Row> sorted() {
    List<Row> all = sorted;
    if (all == null) {
      all = new ArrayList<>(rows.values());
      sorted = all;
    }
    return all;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, and a list would be copied twice
  private record Row(String key, Version version, @Nullable String[] values) {}
}
