package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A sentence that a user reads when something is wrong, held to what such a sentence must be. */
final class Complaint {
  private Complaint() {}

  /** What is said when something fails. */
  static String of(String input, ThrowingCallable work) {
    Throwable failure = catchThrowable(work);
    assertThat(failure).as(input).isInstanceOf(RuntimeException.class);
    return read(input, failure.getMessage());
  }

  /** Puts a sentence where people can read it, and checks its form. */
  static String read(String input, String sentence) {
    System.out.println("[" + input + "] " + sentence);
    assertThat(sentence)
        .as(input)
        .isNotBlank()
        .doesNotContain("Exception", "\tat ", "@", "Optional[", "null")
        .doesNotContainIgnoringCase("internal error")
        .matches("(?s).*([.?!]|\n {2}- [^\n]*)");
    return sentence;
  }
}
