package io.s3db;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells events in order on a thread of its own, which is started when somebody listens. Once
 * {@value #CAPACITY} wait, further ones are dropped, counted and logged.
 */
final class EventTeller implements AutoCloseable {
  static final int CAPACITY = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventTeller.class);
  private static final long CLOSE_MILLIS = 1_000;

  private final String teller;
  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final Object starting = new Object();
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  /** Tells the events of what has this name. */
  EventTeller(String teller) {
    this.teller = teller;
  }

  void start() {
    synchronized (starting) {
      if (thread == null && !closed) {
        thread = Thread.ofVirtual().name("s3db-events-" + teller).start(this::run);
      }
    }
  }

  /** Queues what tells an event; it does not throw. */
  void tell(Runnable telling) {
    if (closed || queue.offer(telling)) {
      return;
    }
    long count = dropped.incrementAndGet();
    if (count == 1 || count % CAPACITY == 0) {
      LOG.warn("A listener of '{}' is too slow: {} events were dropped.", teller, count);
    }
  }

  long dropped() {
    return dropped.get();
  }

  private void run() {
    try {
      while (!closed || !queue.isEmpty()) {
        Runnable next = queue.poll(50, TimeUnit.MILLISECONDS);
        if (next != null) {
          next.run();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives waiting events a moment, then stops. */
  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      if (!running.join(Duration.ofMillis(CLOSE_MILLIS))) {
        LOG.warn("A listener of '{}' blocks: {} events are dropped.", teller, queue.size());
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
