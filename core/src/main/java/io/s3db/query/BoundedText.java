package io.s3db.query;

import io.s3db.S3dbException;
import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at only so often, because an unlucky expression on an
 * unlucky text takes longer than anybody lives.
 */
final class BoundedText implements CharSequence {
  private static final int LOOKS_PER_CHARACTER = 1_000;
  private static final int LOOKS_AT_LEAST = 1_000_000;

  private final String text;
  private final int start;
  private final int end;
  private final Budget budget;

  private BoundedText(String text, int start, int end, Budget budget) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.budget = budget;
  }

  /**
   * Whether the expression is found in the text.
   *
   * @throws S3dbException if it takes too many steps
   */
  static boolean find(String field, Pattern pattern, String text) {
    long looks = Math.max(LOOKS_AT_LEAST, (long) LOOKS_PER_CHARACTER * text.length());
    Budget budget = new Budget(field, pattern, looks);
    return pattern.matcher(new BoundedText(text, 0, text.length(), budget)).find();
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  public char charAt(int index) {
    budget.spend();
    return text.charAt(start + index);
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return new BoundedText(text, start + from, start + to, budget);
  }

  @Override
  public String toString() {
    return text.substring(start, end);
  }

  private static final class Budget {
    private final String field;
    private final Pattern pattern;
    private long left;

    Budget(String field, Pattern pattern, long left) {
      this.field = field;
      this.pattern = pattern;
      this.left = left;
    }

    void spend() {
      if (--left < 0) {
        throw new S3dbException(
            "QUERY_TOO_COSTLY",
            "The expression '%s' on field '%s' took too many steps on one value."
                .formatted(pattern, field),
            "Repetitions inside repetitions, such as (a+)+, are the usual cause.");
      }
    }
  }
}
