package io.s3db.server.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place where it stands, or where what is missing should stand
 * @param path such as {@code replicator.replicators[1].config.url}; empty for the file as a whole
 * @param message one sentence that begins with the path, if there is one; of a file as a whole,
 *     what is said of it
 */
public record Problem(Place place, String path, String message) {
  /** One line for people. */
  @Override
  public String toString() {
    return place + (place.line() == 0 ? " " : ": ") + message;
  }
}
