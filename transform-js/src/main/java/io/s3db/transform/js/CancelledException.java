package io.s3db.transform.js;

/** A call that was ended because it used too much; the message says what. */
final class CancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  CancelledException(String message) {
    super(message);
  }
}
