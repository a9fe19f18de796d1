package io.s3db.replicator.delivery;

import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time a lane spends in a call of its destination.
 *
 * <p>A lane is interrupted only while it is in such a call, never while it reads files. One thread
 * watches all its calls: it sleeps until the time of the present one is over, and ends when it
 * finds none. So a call costs a look at the clock, however many there are.
 */
final class Attempt {
  private final Duration timeout;
  private final Timer timer;
  private @Nullable Thread caller;
  private @Nullable Thread watchdog;
  private Instant until = Instant.MIN;
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
    begin();
    try {
      return call.run();
    } catch (SinkException | InterruptedException | RuntimeException e) {
      if (hasExpired()) {
        throw new SinkException.Unavailable(
            "ReplicatorError: Timeout after " + timeout.toMillis() + "ms", e, null, delivered(e));
      }
      throw e;
    } finally {
      end();
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

  /** The lane has ended: nothing is watched any more. */
  synchronized void close() {
    if (watchdog != null) {
      watchdog.interrupt();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (ended) {
      throw new InterruptedException();
    }
    caller = Thread.currentThread();
    expired = false;
    until = timer.now().plus(timeout);
    if (watchdog == null) {
      watchdog = Thread.ofVirtual().name("s3db-timeout").start(this::watch);
    }
  }

  private void watch() {
    try {
      for (Duration left = look(); left.isPositive(); left = look()) {
        timer.sleep(left);
      }
    } catch (InterruptedException _) {
      // The lane ended.
    }
  }

  /** How long the present call may still take; zero if there is nothing more to watch. */
  private synchronized Duration look() {
    Duration left = Duration.between(timer.now(), until);
    Thread watched = caller;
    if (watched != null && left.isPositive()) {
      return left;
    }
    if (watched != null) {
      expired = true;
      watched.interrupt();
    }
    watchdog = null; // the next call starts another
    return Duration.ZERO;
  }

  private synchronized boolean hasExpired() {
    return expired && !ended;
  }

  private synchronized void end() {
    caller = null;
    Thread.interrupted(); // an interrupt that came too late must not hit what the lane does next
  }
}
