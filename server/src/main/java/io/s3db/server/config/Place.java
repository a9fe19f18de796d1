package io.s3db.server.config;

/**
 * Where something stands in a configuration file.
 *
 * @param file the name of the file, as it was given
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 for the file as a whole
 */
public record Place(String file, int line, int column) {
  /** A file as a whole. */
  static Place whole(String file) {
    return new Place(file, 0, 0);
  }

  /** As editors and compilers write it: {@code s3db.yaml:14}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
