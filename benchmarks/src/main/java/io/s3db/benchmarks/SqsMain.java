package io.s3db.benchmarks;

import io.s3db.testkit.sqs.SqsServer;
import java.io.IOException;

/** An SQS server of tests in a process of its own: prints its address and that of a queue. */
final class SqsMain {
  private SqsMain() {}

  public static void main(String... arguments) throws IOException {
    try (SqsServer server = SqsServer.start()) {
      System.out.println(server.endpoint());
      System.out.println(server.newQueue("orders").url());
      System.out.println(server.newQueue("raw").url());
      Child.serve();
    }
  }
}
