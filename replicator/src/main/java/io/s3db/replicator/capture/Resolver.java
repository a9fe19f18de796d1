package io.s3db.replicator.capture;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.record.Stamp;
import io.s3db.replicator.capture.KeyState.Doubt;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of writes whose fate is unknown, one virtual thread per key in doubt.
 *
 * <p>Everything is decided by reading the record; nothing is guessed. See {@link Verdict}.
 */
final class Resolver {
  private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);
  private static final int PARALLEL_READS = 16;

  private final Journal journal;
  private final RecordAccess records;
  private final InstantSource time;
  private final CaptureOptions options;
  private final KeyLocks keys;
  private final Semaphore reads = new Semaphore(PARALLEL_READS);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inDoubt = new AtomicInteger();
  private final LongAdder applied = new LongAdder();
  private final LongAdder voided = new LongAdder();
  private final LongAdder unresolved = new LongAdder();
  private volatile boolean stopped;

  Resolver(
      Journal journal,
      RecordAccess records,
      InstantSource time,
      CaptureOptions options,
      KeyLocks keys) {
    this.journal = journal;
    this.records = records;
    this.time = time;
    this.options = options;
    this.keys = keys;
  }

  int inDoubt() {
    return inDoubt.get();
  }

  long applied() {
    return applied.sum();
  }

  long voided() {
    return voided.sum();
  }

  long unresolved() {
    return unresolved.sum();
  }

  /** A write is in doubt from now on; {@link #watch} starts looking into it. */
  void doubt(KeyState state, Journal.InDoubt write) {
    inDoubt.incrementAndGet();
    state.doubt(new Doubt(write, time.instant()));
  }

  /** Looks into a key until nothing is in doubt there. */
  void watch(KeyState state) {
    if (stopped || !state.startWatch()) {
      return;
    }
    KeyState held = keys.hold(state.key);
    Thread thread = Thread.ofVirtual().name("s3db-resolve-" + state.key).unstarted(() -> run(held));
    threads.add(thread);
    thread.start();
  }

  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(5)); // a reading that does not heed interrupts is left behind
    }
  }

  private void run(KeyState state) {
    try {
      Duration pause = Duration.ZERO;
      while (!state.endWatch() && !stopped) {
        state.awaitNews(pause);
        pause = attempt(state) ? Duration.ZERO : options.next(pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("{} stays in doubt: the database is closing", state.key);
    } finally {
      keys.drop(state);
      threads.remove(Thread.currentThread());
    }
  }

  /** Reads and judges once; returns whether something became known. */
  private boolean attempt(KeyState state) throws InterruptedException {
    state.turn.acquire();
    try {
      reads.acquire();
      try {
        return settle(state);
      } finally {
        reads.release();
      }
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.warn(
          "cannot find out yet whether a write of {} took effect: {}", state.key, e.toString());
      return false;
    } finally {
      state.turn.release();
    }
  }

  /** Judges the newest write in doubt; what it says about the older ones follows from it. */
  private boolean settle(KeyState state) {
    List<Doubt> doubts = state.doubts();
    if (doubts.isEmpty()) {
      return true;
    }
    Doubt newest = doubts.getLast();
    List<Doubt> older = doubts.subList(0, doubts.size() - 1);
    Optional<State> found = records.read(state.key.resource(), state.key.id());
    switch (judge(state, newest, older, found)) {
      case APPLIED -> applied(state, doubts);
      case VOID -> conclude(state, newest, Outcome.VOID);
      case UNRESOLVED -> {
        unresolved.increment();
        LOG.warn(
            "whether the {} of {} ({}) took effect cannot be known: later writes of other programs"
                + " cover it",
            newest.write().write().operation().word(),
            state.key,
            newest.write().logged().id());
        conclude(state, newest, Outcome.VOID);
      }
      case FENCE -> {
        return fence(state, newest, found.orElseThrow());
      }
      case READ_AGAIN -> {
        return false;
      }
    }
    return true;
  }

  private Verdict judge(KeyState state, Doubt newest, List<Doubt> older, Optional<State> found) {
    Verdict verdict = Verdict.of(newest.write().write(), found, state.fenced, windowOver(newest));
    boolean earlierOneIsThere =
        verdict == Verdict.UNRESOLVED
            && found.isPresent()
            && older.stream().anyMatch(d -> Verdict.isOrFollows(d.write().write(), found.get()));
    return earlierOneIsThere ? Verdict.VOID : verdict;
  }

  private boolean fence(KeyState state, Doubt doubt, State old) {
    state.fenced.add(Stamp.digestOf(old.version()));
    try {
      if (records.fence(state.key.resource(), state.key.id(), old)) {
        conclude(state, doubt, Outcome.VOID);
      }
      return true; // a lost fence: somebody wrote meanwhile, read at once
    } catch (OutcomeUnknownException e) {
      LOG.debug("the fence of {} is in doubt itself: reading again", state.key, e);
      return false;
    } catch (StoreException e) {
      throw e; // the store is away: try again
    } catch (S3dbException e) {
      return waitOut(state, doubt, e);
    }
  }

  /** The record cannot be rewritten as it is: wait until the request can no longer arrive. */
  private boolean waitOut(KeyState state, Doubt doubt, S3dbException why) {
    boolean over = windowOver(doubt);
    LOG.debug("{} cannot be fenced", state.key, why);
    if (over) {
      conclude(state, doubt, Outcome.VOID);
    }
    return over;
  }

  private boolean windowOver(Doubt doubt) {
    return !time.instant().isBefore(doubt.since().plus(options.window()));
  }

  /** The newest took effect; of the older ones those that it was built upon. Oldest first. */
  private void applied(KeyState state, List<Doubt> doubts) {
    var expected = doubts.getLast().write().write().version();
    boolean[] took = new boolean[doubts.size()];
    for (int i = doubts.size() - 1; i >= 0; i--) {
      PendingWrite write = doubts.get(i).write().write();
      took[i] = write.version().equals(expected);
      expected = took[i] ? write.previousVersion() : expected;
    }
    for (int i = 0; i < took.length; i++) {
      conclude(state, doubts.get(i), took[i] ? Outcome.APPLIED : Outcome.VOID);
    }
  }

  /** Records what became of a write. The caller has the turn of its key. */
  void conclude(KeyState state, Doubt doubt, Outcome outcome) {
    journal.outcome(doubt.write().logged(), outcome);
    switch (outcome) {
      case APPLIED -> {
        applied.increment();
        state.tookEffect(doubt.write().write().operation());
      }
      case VOID -> voided.increment();
    }
    inDoubt.decrementAndGet();
    state.settled(doubt);
  }
}
