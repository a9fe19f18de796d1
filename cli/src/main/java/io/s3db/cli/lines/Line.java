package io.s3db.cli.lines;

import io.s3db.Document;

/** A record as it was read, or why it could not be. */
public sealed interface Line {
  /** Where it begins in its file, from 1. */
  long number();

  /**
   * A record.
   *
   * @param number of its first line
   * @param record its fields
   */
  record Read(long number, Document record) implements Line {}

  /**
   * A line that is no record.
   *
   * @param number of its first line
   * @param problem one sentence
   */
  record Broken(long number, String problem) implements Line {}
}
