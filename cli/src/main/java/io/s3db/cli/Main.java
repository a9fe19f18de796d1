package io.s3db.cli;

import io.s3db.cli.place.Interruption;
import io.s3db.cli.screen.Screen;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the {@code s3db} command starts. */
public final class Main {
  // Held, or the JDK forgets its level.
  private static final Logger JDK_LOG = Logger.getLogger("");

  private Main() {}

  /** Runs the command and exits: 0 done, 1 failed, 2 not understood, 3 differences found. */
  public static void main(String[] arguments) {
    CountDownLatch ended = Interruption.install();
    // Some libraries speak to the log of the JDK, which prints what nobody asked for.
    JDK_LOG.setLevel(Level.WARNING);
    int code;
    try {
      code = Commands.run(Screen.system(), arguments);
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }
}
