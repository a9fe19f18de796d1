package io.s3db.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends what runs until somebody presses Ctrl-C, and lets it put its things away first. */
final class CtrlC {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch pressed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** To be called once, before anything is started. */
  void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave"));
  }

  private void leave() {
    pressed.countDown();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was pressed within this time. */
  boolean within(long millis) throws InterruptedException {
    return pressed.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Everything is put away. */
  void done() {
    ended.countDown();
  }
}
