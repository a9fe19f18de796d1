package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.JournalException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the state for all destinations: one thread, one transaction about every 100 ms, and none
 * when nothing changed.
 *
 * <p>What is submitted becomes durable in order. A checkpoint is collected before what was
 * submitted, and saved after it: so it never covers something that is not durable itself.
 *
 * <p>While the disk is full the changes are kept and tried again, and lanes take no more work: so
 * what is kept is bounded. Any other failure is final; whoever waits is told, and deliveries stop
 * visibly.
 */
public final class StateWriter {
  /** Something with checkpoints. */
  interface Source {
    /** What changed since the last time. */
    List<StateChange> collect();

    /** Nothing can be made durable any more. */
    void failed(RuntimeException failure);

    /** The disk is full, or has room again: see {@link StateWriter#shortage}. */
    void shortageChanged();
  }

  private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

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
  private long saved;
  private boolean closing;
  private @Nullable RuntimeException failure;
  private boolean ended;
  private volatile @Nullable JournalException shortage;

  /** What could not be saved yet; of the thread alone. */
  private List<StateChange> unsaved = new ArrayList<>();

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
   * @throws JournalException if the disk is full: it is kept, and tried again
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
      JournalException full = shortage;
      if (saved < mine && full != null) {
        throw full;
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

  /** That the disk is full, if the last try to save failed for that. Cheap. */
  Optional<JournalException> shortage() {
    return Optional.ofNullable(shortage);
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

  /** Writes what is left, and ends; on a full disk it says what could not be saved. Idempotent. */
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
      long nanos = pause().toNanos();
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
      if (shortage == null) {
        saved = answers;
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (last && !unsaved.isEmpty() && fine) {
      LOG.warn(
          "The disk of the state is full: {} changes of it could not be saved. Nothing is lost;"
              + " what was delivered last is delivered again after the next start.",
          unsaved.size());
    }
    return fine && !last;
  }

  private Duration pause() {
    return shortage == null || interval.compareTo(BETWEEN_TRIES) > 0 ? interval : BETWEEN_TRIES;
  }

  /** Writes what there is; false if nothing can be written any more. */
  private boolean write() {
    List<StateChange> checkpoints = new ArrayList<>();
    for (Source source : sources()) {
      checkpoints.addAll(source.collect());
    }
    unsaved.addAll(takeSubmitted());
    unsaved.addAll(checkpoints);
    try {
      if (!unsaved.isEmpty()) {
        store.apply(unsaved);
        unsaved = new ArrayList<>();
      }
      shortage(null);
    } catch (RuntimeException e) {
      if (!(e instanceof JournalException full) || !full.code().equals(StateStore.DISK_FULL)) {
        fail(e);
        return false;
      }
      shortage(full);
    }
    return true;
  }

  private void shortage(@Nullable JournalException now) {
    @Nullable JournalException before = shortage;
    if (before == null && now == null) {
      return;
    }
    shortage = now;
    if (before == null && now != null) {
      LOG.error("{}", now.getMessage());
    } else if (now == null) {
      LOG.info("The disk of the state has room again: what had to wait was saved.");
    }
    if (before == null || now == null) {
      sources().forEach(Source::shortageChanged);
    }
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

  private List<Source> sources() {
    lock.lock();
    try {
      return List.copyOf(sources);
    } finally {
      lock.unlock();
    }
  }

  private void fail(RuntimeException e) {
    lock.lock();
    try {
      failure = e;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    sources().forEach(source -> source.failed(e));
  }
}
