package io.s3db.replicator.journal;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The name of a journal folder, drawn at random when the folder is made.
 *
 * @param value 16 lower-case hexadecimal digits
 */
public record JournalId(String value) {
  /** Checks the form. */
  public JournalId {
    if (!value.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("not a journal id: '" + value + "'");
    }
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
