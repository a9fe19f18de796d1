package io.s3db.transform.js;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread with a realm of its own.
 *
 * <p>It is a platform thread: scripts may compute for long, which would keep a carrier from all
 * other virtual threads, and only platform threads are metered.
 */
final class Worker {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final long STACK = 4 << 20;

  private final Workers workers;
  private final ArrayBlockingQueue<FutureTask<?>> next = new ArrayBlockingQueue<>(1);
  private final Thread thread;

  // What runs now, guarded by this: the watch condemns a call, never the one after it.
  private @Nullable Realm realm;
  private @Nullable FutureTask<?> running;
  private @Nullable String condemned;
  private boolean spoiled;

  Worker(Workers workers, String name) {
    this.workers = workers;
    this.thread = Thread.ofPlatform().daemon().name(name).stackSize(STACK).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  long threadId() {
    return thread.threadId();
  }

  /** Gives work to a worker that is free. */
  void give(FutureTask<?> task) {
    next.add(task);
  }

  /** What runs now. */
  synchronized Optional<FutureTask<?>> running() {
    return Optional.ofNullable(running);
  }

  /** Ends a call, if it still runs; its error will give the reason. */
  synchronized void condemn(FutureTask<?> task, String reason) {
    Realm doomed = realm;
    if (task.equals(running) && condemned == null && doomed != null) {
      condemned = reason;
      // It returns when the script has noticed, so not on the thread that watches the others.
      Thread.ofPlatform().daemon().name("s3db-transform-js-cancel").start(doomed::cancel);
    }
  }

  /** Within a call: the realm to run in. */
  Realm realm() {
    Realm current = realm;
    if (current == null) {
      current = workers.openRealm();
      synchronized (this) {
        realm = current;
      }
    }
    return current;
  }

  /** Within a call: why it was ended, if it was. */
  synchronized Optional<String> condemned() {
    return Optional.ofNullable(condemned);
  }

  /** Within a call: the realm is in an unknown state, and the next call gets another. */
  void spoil() {
    spoiled = true;
  }

  private void work() {
    try {
      while (true) {
        FutureTask<?> task = next.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (task != null) {
          run(task);
        } else if (workers.retire(this)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      // Nobody interrupts a worker; if it happens all the same, the thread is to end.
    } finally {
      workers.ended(this);
      close();
    }
  }

  private void run(FutureTask<?> task) {
    synchronized (this) {
      running = task;
      condemned = null;
    }
    task.run();
    synchronized (this) {
      running = null;
      if (condemned != null) {
        realm = null; // it is being closed
      } else if (spoiled) {
        close();
      }
      spoiled = false;
    }
    workers.giveBack(this);
  }

  private synchronized void close() {
    Realm old = realm;
    realm = null;
    if (old != null) {
      old.cancel();
    }
  }
}
