package io.s3db.server.config;

/**
 * Where something stands in a configuration file.
 *
 * @param file the name of the file, as it was given
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {
  /** As editors and compilers write it: {@code s3db.yaml:14}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
