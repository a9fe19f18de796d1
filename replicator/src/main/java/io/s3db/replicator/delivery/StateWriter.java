package io.s3db.replicator.delivery;

import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state for all destinations: one thread, one transaction about every 100 ms, and none
 * when nothing changed.
 *
 * <p>What is submitted becomes durable in order. A checkpoint is collected before what was
 * submitted, and saved after it: so it never covers something that is not durable itself. The first
 * failure is final; whoever waits is told, and deliveries stop visibly.
 */
public final class StateWriter {
  /** Something with checkpoints. */
  interface Source {
    /** What changed since the last time. */
    List<StateChange> collect();

    /** Nothing can be made durable any more. */
    void failed(RuntimeException failure);
  }

  private final StateStore store;
  private final Duration interval;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final Set<Source> sources = new LinkedHashSet<>();
  private List<StateChange> submitted = new ArrayList<>();
  private long asked;
  private long answered;
  private boolean closing;
  private @Nullable RuntimeException failure;
  private boolean ended;

  private StateWriter(StateStore store, Duration interval) {
    this.store = store;
    this.interval = interval;
    // Not a virtual thread: a force of a file would hold its carrier.
    this.thread = Thread.ofPlatform().daemon().name("s3db-state").unstarted(this::run);
  }

  /** Starts writing every 100 ms. */
  public static StateWriter start(StateStore store) {
    return start(store, Duration.ofMillis(100));
  }

  /** Starts writing, after pauses of this length. */
  public static StateWriter start(StateStore store, Duration interval) {
    StateWriter writer = new StateWriter(store, interval);
    writer.thread.start();
    return writer;
  }

  /** Changes to be made durable, after all those submitted before. Does not wait. */
  public void submit(List<StateChange> changes) {
    lock.lock();
    try {
      submitted.addAll(changes);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything submitted and settled before is durable.
   *
   * @throws RuntimeException what the store threw, if it cannot write any more
   */
  public void flush() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long mine = ++asked;
      work.signalAll();
      while (answered < mine && failure == null && !ended) {
        progress.await();
      }
      if (failure != null) {
        throw failure;
      }
      if (answered < mine) {
        throw new IllegalStateException("the state is closed: nothing more can be saved");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Why it cannot write any more, if so. */
  public Optional<RuntimeException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  void register(Source source) {
    lock.lock();
    try {
      sources.add(source);
    } finally {
      lock.unlock();
    }
    failure().ifPresent(source::failed);
  }

  void unregister(Source source) {
    lock.lock();
    try {
      sources.remove(source);
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is left, and ends. Idempotent. */
  public void close() throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
    thread.join();
  }

  private void run() {
    try {
      while (writeOnce()) {
        // until it is closed
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody interrupts it; end
    } finally {
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next time, and writes. */
  private boolean writeOnce() throws InterruptedException {
    long answers;
    boolean last;
    lock.lock();
    try {
      long nanos = interval.toNanos();
      while (nanos > 0 && asked == answered && !closing) {
        nanos = work.awaitNanos(nanos);
      }
      answers = asked;
      last = closing;
    } finally {
      lock.unlock();
    }
    boolean fine = write();
    lock.lock();
    try {
      answered = answers;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    return fine && !last;
  }

  private boolean write() {
    List<Source> collected;
    lock.lock();
    try {
      collected = List.copyOf(sources);
    } finally {
      lock.unlock();
    }
    List<StateChange> checkpoints = new ArrayList<>();
    for (Source source : collected) {
      checkpoints.addAll(source.collect());
    }
    List<StateChange> all = takeSubmitted();
    all.addAll(checkpoints);
    try {
      if (!all.isEmpty()) {
        store.apply(all);
      }
    } catch (RuntimeException e) {
      fail(e);
      return false;
    }
    return true;
  }

  private List<StateChange> takeSubmitted() {
    lock.lock();
    try {
      List<StateChange> taken = submitted;
      submitted = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void fail(RuntimeException e) {
    List<Source> told;
    lock.lock();
    try {
      failure = e;
      told = List.copyOf(sources);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    told.forEach(source -> source.failed(e));
  }
}
