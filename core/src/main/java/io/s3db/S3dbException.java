package io.s3db;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the database that did not do what it was asked.
 *
 * <p>The message is one sentence for people: what was attempted, on what, and why it failed. {@link
 * #code()} is for programs and never changes; {@link #suggestion()} says what to do about it.
 */
public class S3dbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final @Nullable String suggestion;

  /** Makes one with a code in upper snake case, a message, and what to do about it. */
  public S3dbException(String code, String message, @Nullable String suggestion) {
    this(code, message, suggestion, null);
  }

  /** Makes one that was caused by another failure. */
  public S3dbException(
      String code, String message, @Nullable String suggestion, @Nullable Throwable cause) {
    super(suggestion == null ? message : sentence(message) + " " + suggestion, cause);
    this.code = code;
    this.suggestion = suggestion;
  }

  /** A message that ends with what a cause said may lack its full stop. */
  private static String sentence(String message) {
    return message.matches("(?s).*[.!?]\\s*") ? message : message + ".";
  }

  /** The stable name of this kind of failure, in upper snake case. */
  public final String code() {
    return code;
  }

  /** What the caller can do about it. */
  public final Optional<String> suggestion() {
    return Optional.ofNullable(suggestion);
  }
}
