package io.s3db.cli.lines;

import java.io.IOException;
import java.util.Optional;

/** Records, one after another. */
public interface RecordLines {
  /**
   * The next record, or nothing at the end.
   *
   * @throws IOException if the file cannot be read
   * @throws io.s3db.S3dbException if nothing of it can be understood, as without a header
   */
  Optional<Line> next() throws IOException;

  /** How many bytes were taken so far. */
  long position();
}
