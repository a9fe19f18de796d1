package io.s3db.cli;

import io.s3db.cli.place.Interruption;
import io.s3db.cli.screen.Screen;
import java.util.concurrent.CountDownLatch;

/** Where the {@code s3db} command starts. */
public final class Main {
  private Main() {}

  /** Runs the command and exits: 0 done, 1 failed, 2 not understood, 3 differences found. */
  public static void main(String[] arguments) {
    CountDownLatch ended = Interruption.install();
    JdkLog.install();
    int code;
    try {
      code = Commands.run(Screen.system(), arguments);
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }
}
