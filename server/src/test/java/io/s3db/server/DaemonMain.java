package io.s3db.server;

import io.s3db.server.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A daemon in a process of its own: ends at SIGTERM as {@code s3db run} does. */
final class DaemonMain {
  private DaemonMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    S3dbServer server = S3dbServer.start(Configuration.read(Path.of(arguments[0]), Map.of()));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  System.out.println("closed");
                  System.out.flush();
                  Runtime.getRuntime().halt(0);
                }));
    System.out.println("port " + server.port());
    new CountDownLatch(1).await();
  }
}
