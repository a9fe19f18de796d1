package io.s3db.json;

/** JSON that is nested deeper than anything we read, so that no text can exhaust a thread. */
public final class TooDeepException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  TooDeepException(int levels, Throwable cause) {
    super("the JSON is nested deeper than " + levels + " levels", cause);
  }
}
