package io.s3db.replicator.spi;

/**
 * What others say about failures, made fit to be kept: state, logs, events and status hold it, and
 * nobody reads more than a few lines of it.
 */
public final class ErrorText {
  /** The most characters that are kept. */
  public static final int LONGEST = 2_000;

  private ErrorText() {}

  /** The text, shortened if it is too long; then it says how long it was. */
  public static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    String note = " … (shortened from " + text.length() + " characters)";
    int end = LONGEST - note.length();
    boolean splits = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end) + note;
  }

  /** What a failure says, even if it fails to say it. */
  public static String of(Throwable failure) {
    try {
      return bounded(String.valueOf(failure));
    } catch (Exception | Error _) {
      return failure.getClass().getName() + ", whose message cannot be read";
    }
  }
}
