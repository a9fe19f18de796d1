package io.s3db.testkit.bigquery;

/** A row that the Storage Write API refuses. */
final class RowException extends Exception {
  private static final long serialVersionUID = 1L;

  RowException(String message) {
    super(message, null, false, false);
  }
}
