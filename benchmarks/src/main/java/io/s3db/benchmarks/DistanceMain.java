package io.s3db.benchmarks;

import io.s3db.testkit.net.FaultProxy;
import java.io.IOException;
import java.time.Duration;

/** The process of {@link Distance}: prints its port and passes on, later. */
final class DistanceMain {
  private DistanceMain() {}

  /**
   * Arguments: host and port of the server, and the milliseconds by which each piece of data is
   * late.
   */
  public static void main(String... arguments) throws IOException {
    try (FaultProxy proxy = FaultProxy.to(arguments[0], Integer.parseInt(arguments[1]))) {
      proxy.delay(Duration.ofMillis(Long.parseLong(arguments[2])));
      System.out.println(proxy.port());
      Child.serve();
    }
  }
}
