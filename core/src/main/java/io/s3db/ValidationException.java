package io.s3db;

import io.s3db.schema.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A document or a definition that breaks rules: all of them at once.
 *
 * <p>The code is {@code VALIDATION_FAILED}. Nothing was written.
 */
public final class ValidationException extends S3dbException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Makes one; {@code what} says what was checked, such as {@code "a record of 'users'"}. */
  public ValidationException(String what, List<Problem> problems) {
    super(
        "VALIDATION_FAILED",
        what
            + " is not valid: "
            + problems.stream().map(Problem::message).collect(Collectors.joining(" ")),
        null);
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of the attributes. */
  public List<Problem> problems() {
    return problems;
  }
}
