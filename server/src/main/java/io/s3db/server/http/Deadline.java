package io.s3db.server.http;

import java.time.Duration;

/**
 * Interrupts the thread that opened it when its time is over, and never once it is closed. A
 * blocked read or write of a virtual thread ends by that, and its connection with it.
 */
final class Deadline implements AutoCloseable {
  private final Thread bounded = Thread.currentThread();
  private Thread watchdog;
  private boolean over;

  private Deadline(Duration time) {
    this.watchdog = watchdog(time);
  }

  static Deadline of(Duration time) {
    return new Deadline(time);
  }

  private Thread watchdog(Duration time) {
    return Thread.ofVirtual().name("s3db-http-deadline").start(() -> watch(time));
  }

  private void watch(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      return;
    }
    end();
  }

  /** Its time is over sooner. */
  synchronized void endIn(Duration time) {
    if (!over) {
      watchdog.interrupt();
      watchdog = watchdog(time);
    }
  }

  private synchronized void end() {
    if (!over) {
      bounded.interrupt();
    }
  }

  @Override
  public synchronized void close() {
    over = true;
    watchdog.interrupt();
    Thread.interrupted(); // one that came too late must not hit what is done next
  }
}
