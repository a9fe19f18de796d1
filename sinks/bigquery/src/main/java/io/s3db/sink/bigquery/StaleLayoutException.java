package io.s3db.sink.bigquery;

/** The server knows the table otherwise than we do, or not at all. */
final class StaleLayoutException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient AppendFailure failure;
  private final int count;

  StaleLayoutException(AppendFailure failure, int count) {
    super(failure.said(), null, false, false);
    this.failure = failure;
    this.count = count;
  }

  AppendFailure failure() {
    return failure;
  }

  /** How many records were to be written. */
  int count() {
    return count;
  }

  /** What is behind it if the table is, to the REST interface, as we know it. */
  String hint() {
    return failure.isMissing()
        ? "The table is there: BigQuery takes rows some minutes after it was created."
        : "The columns are there: BigQuery takes values for them some minutes after they were"
            + " added.";
  }
}
