package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time a lane spends in a call of its destination.
 *
 * <p>A lane is interrupted only while it is in such a call, never while it reads files.
 */
final class Attempt {
  private final Duration timeout;
  private final Timer timer;
  private @Nullable Thread caller;
  private boolean expired;
  private boolean ended;

  Attempt(Duration timeout, Timer timer) {
    this.timeout = timeout;
    this.timer = timer;
  }

  /**
   * Makes the call. When its time is over it is interrupted, and nobody knows whether it took
   * effect.
   */
  <T> T call(SinkCall<T> call) throws SinkException, InterruptedException {
    Thread watchdog = begin();
    try {
      return call.run();
    } catch (SinkException | InterruptedException | RuntimeException e) {
      if (hasExpired()) {
        throw new SinkException.Unavailable(
            "ReplicatorError: Timeout after " + timeout.toMillis() + "ms", e, null, delivered(e));
      }
      throw e;
    } finally {
      end(watchdog);
    }
  }

  private static Set<DeliveryId> delivered(Exception failure) {
    return failure instanceof SinkException.Unavailable unavailable
        ? unavailable.delivered()
        : Set.of();
  }

  /** Interrupts the call that is being made, and every later one: the lane is to end now. */
  synchronized void endNow() {
    ended = true;
    if (caller != null) {
      caller.interrupt();
    }
  }

  private synchronized Thread begin() throws InterruptedException {
    if (ended) {
      throw new InterruptedException();
    }
    caller = Thread.currentThread();
    expired = false;
    Thread bounded = caller;
    return Thread.ofVirtual().name("s3db-timeout").start(() -> watch(bounded));
  }

  private void watch(Thread bounded) {
    try {
      timer.sleep(timeout);
    } catch (InterruptedException _) {
      return;
    }
    synchronized (this) {
      if (bounded.equals(caller) && !Thread.currentThread().isInterrupted()) {
        expired = true;
        bounded.interrupt();
      }
    }
  }

  private synchronized boolean hasExpired() {
    return expired && !ended;
  }

  private synchronized void end(Thread watchdog) {
    caller = null;
    watchdog.interrupt();
    Thread.interrupted(); // an interrupt that came too late must not hit what the lane does next
  }
}
