package io.s3db.cli.place;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Leaves cleanly on Ctrl-C and SIGTERM: the command is interrupted and has some seconds to end by
 * itself; then what it opened is closed for it, as when it waits for somebody to type.
 */
public final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Queue<AutoCloseable> OPEN = new ConcurrentLinkedQueue<>();
  private static volatile boolean reading;
  private static volatile boolean stopping;

  private Interruption() {}

  /** Interrupts this thread on a signal. To be called once, by the thread that runs the command. */
  public static CountDownLatch install() {
    Thread command = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.getCount() > 0) {
                    stop(command, ended);
                  }
                },
                "leave"));
    return ended;
  }

  private static void stop(Thread command, CountDownLatch ended) {
    stopping = true;
    command.interrupt();
    try {
      // A thread that waits for input cannot be interrupted.
      boolean gone = !reading && ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!gone) {
        OPEN.forEach(Interruption::close);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      System.err.println("s3db: " + Redaction.of(String.valueOf(e.getMessage())));
    }
  }

  /** Whether a signal has come. */
  public static boolean stopping() {
    return stopping;
  }

  /** Closes something if the command cannot. It must bear being closed twice. */
  public static void closing(AutoCloseable open) {
    OPEN.add(open);
  }

  /** Tells that the command waits for input now, or no more. */
  public static void reading(boolean now) {
    reading = now;
  }
}
