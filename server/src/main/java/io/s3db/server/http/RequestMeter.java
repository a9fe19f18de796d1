package io.s3db.server.http;

/** Is told of every request that was answered. */
@FunctionalInterface
public interface RequestMeter {
  /**
   * One request.
   *
   * @param route its pattern; {@code none} if there is no such route
   * @param nanos how long it took
   */
  void record(String method, String route, int status, long nanos);
}
