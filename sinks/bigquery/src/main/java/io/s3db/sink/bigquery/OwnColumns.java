package io.s3db.sink.bigquery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The columns that are ours, in tables that we create or that keep a history. */
final class OwnColumns {
  /** The id of the source record. */
  static final String RECORD_ID = "_s3db_id";

  /** What happened: {@code insert}, {@code update}, {@code delete}. */
  static final String ACTION = "_s3db_action";

  /** When it happened. */
  static final String CHANGED_AT = "_s3db_changed_at";

  /** The version of the record, as text that sorts. */
  static final String VERSION = "_s3db_version";

  /** The id of the delivery: equal on every repetition. */
  static final String DELIVERY = "_s3db_delivery";

  /** The columns of a history with their types. */
  static final SequencedMap<String, ColumnKind> HISTORY = history();

  private OwnColumns() {}

  private static SequencedMap<String, ColumnKind> history() {
    LinkedHashMap<String, ColumnKind> columns = new LinkedHashMap<>();
    columns.put(RECORD_ID, ColumnKind.STRING);
    columns.put(ACTION, ColumnKind.STRING);
    columns.put(CHANGED_AT, ColumnKind.TIMESTAMP);
    columns.put(VERSION, ColumnKind.STRING);
    columns.put(DELIVERY, ColumnKind.STRING);
    return columns;
  }

  /** Whether a field of a record cannot have a column of its own name. */
  static boolean isTaken(String field, Writing writing) {
    return switch (writing) {
      case HISTORY -> HISTORY.containsKey(field);
      case CHANGES -> field.equals(RECORD_ID) || field.equals(VERSION);
      case PLAIN -> field.equals(RECORD_ID);
    };
  }

  /** The columns of a history as an operator would write them. */
  static String definitions() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, ColumnKind> column : HISTORY.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ").append(column.getKey()).append(' ');
      text.append(column.getValue());
    }
    return text.toString();
  }
}
