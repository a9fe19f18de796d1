package io.s3db.replicator.journal;

import io.s3db.S3dbException;
import org.jspecify.annotations.Nullable;

/** The journal could not record or read: the message names the folder or file and the remedy. */
public class JournalException extends S3dbException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one, with a code such as {@code JOURNAL_FAILED}, {@code JOURNAL_LOCKED}, {@code
   * JOURNAL_DAMAGED}.
   */
  public JournalException(
      String code, String message, @Nullable String suggestion, @Nullable Throwable cause) {
    super(code, message, suggestion, cause);
  }
}
