package io.s3db.replicator;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with a queue and a thread of its own: one that blocks loses its own events only, and
 * one that throws is called again with the next.
 */
final class Listener<E extends ReplicationEvent> implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);
  private static final int WAITING = 10_000;
  private static final int POLL_MILLIS = 100;

  private final Class<E> type;
  private final Consumer<? super E> consumer;
  private final Consumer<Listener<?>> onClose;
  private final BlockingQueue<E> queue = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong thrown = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  Listener(Class<E> type, Consumer<? super E> consumer, Consumer<Listener<?>> onClose) {
    this.type = type;
    this.consumer = consumer;
    this.onClose = onClose;
    this.thread =
        Thread.ofVirtual().name("s3db-listener-" + type.getSimpleName()).start(this::listen);
  }

  boolean wants(Class<? extends ReplicationEvent> other) {
    return type.isAssignableFrom(other);
  }

  void offer(ReplicationEvent event) {
    if (!type.isInstance(event) || closed.get()) {
      return;
    }
    if (!queue.offer(type.cast(event)) && dropped.incrementAndGet() == 1) {
      LOG.warn(
          "A listener of {} events is so slow that {} of them wait for it: later ones are dropped,"
              + " and counted.",
          type.getSimpleName(),
          WAITING);
    }
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.accept(this);
      thread.interrupt();
    }
  }

  /** Lets the listener have what waits for it, then ends it. */
  void finish(Duration deadline) throws InterruptedException {
    closed.set(true);
    if (!thread.join(deadline)) {
      thread.interrupt();
    }
  }

  private void listen() {
    try {
      while (!closed.get() || !queue.isEmpty()) {
        E event = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (event != null) {
          hear(event);
        }
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void hear(E event) {
    try {
      consumer.accept(event);
    } catch (Exception | Error e) { // also when memory runs out: it may be enough for the next
      told(e);
    }
  }

  private void told(Throwable failure) {
    try {
      if (thrown.incrementAndGet() == 1) {
        LOG.warn(
            "A listener of {} events threw; it is called again with the next. Later failures of"
                + " this listener are logged at debug level.",
            type.getSimpleName(),
            failure);
      } else {
        LOG.debug("A listener of {} events threw again.", type.getSimpleName(), failure);
      }
    } catch (Exception | Error _) {
      LOG.warn("A listener of {} events threw what cannot be shown.", type.getSimpleName());
    }
  }
}
