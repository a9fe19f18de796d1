package io.s3db.replicator.journal;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The name of a journal folder, drawn at random when the folder is made.
 *
 * @param value 16 lower-case hexadecimal digits
 */
public record JournalId(String value) {
  private static final int DIGITS = 16;

  /** Checks the form. */
  public JournalId {
    if (value.length() != DIGITS || !value.chars().allMatch(JournalId::isDigit)) {
      throw new IllegalArgumentException("not a journal id: '" + value + "'");
    }
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** A new id. */
  public static JournalId random(RandomGenerator random) {
    return new JournalId(HexFormat.of().toHexDigits(random.nextLong()));
  }

  @Override
  public String toString() {
    return value;
  }
}
