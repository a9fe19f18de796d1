package io.s3db.sink.bigquery;

/** What a destination holds. */
enum Mode {
  /** The latest state of every record: rows are replaced and removed by primary key. */
  MIRROR,
  /** A history: a row for every change, with columns that say what happened. */
  APPEND
}
