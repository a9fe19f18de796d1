package io.s3db.sink.bigquery;

/** A value that a column's type cannot hold. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  UnfitValueException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** Why, as a word that is stable. */
  String code() {
    return code;
  }
}
