package io.s3db.transform.js;

/** A record that a script could not transform: which, where in the script, and why. */
final class TransformFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  TransformFailedException(String message) {
    super(message, null, false, false); // the place in the script is what helps, not this stack
  }

  /** The message alone: it is kept in dead letters. */
  @SuppressWarnings("OverrideThrowableToString") // a dead letter holds this text
  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
