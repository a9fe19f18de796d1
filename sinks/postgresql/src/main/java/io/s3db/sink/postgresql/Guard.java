package io.s3db.sink.postgresql;

/** Where the version of a row is kept, which keeps an older change from overwriting a newer one. */
enum Guard {
  /** In the row where the table has our column, beside it elsewhere. */
  AUTO,
  /** In our column of the row; it is added to a table that lacks it. */
  COLUMN,
  /** In the table of versions. */
  TABLE,
  /** Nowhere: whatever is written last stays, repetitions and late changes included. */
  NONE
}
