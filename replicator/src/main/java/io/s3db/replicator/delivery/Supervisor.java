package io.s3db.replicator.delivery;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that changes what a destination does, one change after the other. */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration TICK = Duration.ofMillis(500);

  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean ended;

  /** A change of what the destination does. */
  @FunctionalInterface
  interface Change {
    void run() throws InterruptedException;
  }

  private static final class Task {
    final Change change;
    final CountDownLatch done = new CountDownLatch(1);
    volatile @Nullable RuntimeException failure;

    Task(Change change) {
      this.change = change;
    }
  }

  /** Starts; {@code tick} is run now and then. */
  Supervisor(String name, Change tick) {
    thread = Thread.ofVirtual().name("s3db-" + name + "-supervisor").start(() -> loop(tick));
  }

  /** Has a change made, soon. */
  void post(Change change) {
    tasks.add(new Task(change));
  }

  /** Has a change made, and waits for it; throws what it threw. */
  void run(Change change) throws InterruptedException {
    Task task = new Task(change);
    tasks.add(task);
    while (!ended && !task.done.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
      // unless it has ended, it gets there
    }
    @Nullable RuntimeException failure = task.failure;
    if (failure != null) {
      throw failure;
    }
  }

  /** Ends after the change that is being made. */
  void end() {
    ended = true;
    post(() -> {});
  }

  /** Waits for its end. */
  boolean awaitEnd(Duration longest) throws InterruptedException {
    return thread.join(longest);
  }

  private void loop(Change tick) {
    try {
      while (!ended) {
        @Nullable Task task = tasks.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        make(task == null ? new Task(tick) : task);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  private static void make(Task task) throws InterruptedException {
    try {
      task.change.run();
    } catch (RuntimeException e) {
      task.failure = e;
      LOG.warn("a change of what a destination does failed", e);
    } finally {
      task.done.countDown();
    }
  }
}
