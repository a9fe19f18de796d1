package io.s3db.sink.bigquery;

/** How rows get into one table. */
enum Writing {
  /** Change data capture: upserts and deletes by primary key, ordered by version. */
  CHANGES,
  /** Rows are added as they are: inserts into a table without a primary key. */
  PLAIN,
  /** Rows are added with {@link OwnColumns#HISTORY}. */
  HISTORY
}
