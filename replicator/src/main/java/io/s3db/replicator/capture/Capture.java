package io.s3db.replicator.capture;

import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.WriteInterceptor;
import io.s3db.replicator.capture.KeyState.Doubt;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.InDoubt;
import io.s3db.replicator.journal.Journal.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records every write of a replicated resource: an intent before the store is asked, its outcome
 * after.
 *
 * <p>One write of a key at a time; writes of different keys never wait for each other. A write
 * whose fate is unknown keeps its key from other writes of this process until the record was read
 * and the fate is known; only an insert may follow an insert in doubt, and settles it. Intents that
 * earlier runs left open are looked into in the background and never delay opening.
 *
 * <p>Writes of resources that no route wants pass by untouched. Safe for many threads.
 */
public final class Capture implements WriteInterceptor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final WriteScope UNWANTED = new Unwanted();
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  private final Journal journal;
  private final Predicate<String> wantsResource;
  private final Gate gate = new Gate();
  private final KeyLocks keys;
  private final Resolver resolver;
  private final LongAdder writes = new LongAdder();

  /** As the other constructor, with the default options. */
  public Capture(
      Journal journal, Predicate<String> wantsResource, RecordAccess records, InstantSource time) {
    this(journal, wantsResource, records, time, CaptureOptions.defaults());
  }

  /**
   * Starts to capture, and to look into what earlier runs left open.
   *
   * @param journal where changes are recorded; the caller closes it, after this
   * @param wantsResource whether any route takes changes of a resource; asked at every write
   * @param records how a record is read and fenced
   */
  public Capture(
      Journal journal,
      Predicate<String> wantsResource,
      RecordAccess records,
      InstantSource time,
      CaptureOptions options) {
    this.journal = journal;
    this.wantsResource = wantsResource;
    this.keys = new KeyLocks(gate, options.patience());
    this.resolver = new Resolver(journal, records, PassingTime.insteadOf(time), options, keys);
    resolveEarlierRuns();
  }

  private void resolveEarlierRuns() {
    List<KeyState> doubted = new ArrayList<>();
    for (InDoubt write : journal.inDoubt()) {
      KeyState state = keys.hold(new RecordKey(write.write().resource(), write.write().id()));
      resolver.doubt(state, write);
      doubted.add(state);
    }
    // Only now: a key with several writes in doubt is looked into once all of them are known.
    doubted.forEach(
        state -> {
          resolver.watch(state);
          keys.drop(state);
        });
  }

  /** How many writes took effect since the start. */
  public long writes() {
    return writes.sum();
  }

  /** How many writes are in doubt now. */
  public int inDoubt() {
    return resolver.inDoubt();
  }

  /** How many writes in doubt turned out to have taken effect. */
  public long resolvedApplied() {
    return resolver.applied();
  }

  /** How many writes in doubt turned out not to have taken effect, the unresolved ones included. */
  public long resolvedVoid() {
    return resolver.voided();
  }

  /**
   * How many writes in doubt were covered by later writes of other programs, so that nobody can
   * know whether they took effect for a while. Mirrors are right either way.
   */
  public long unresolved() {
    return resolver.unresolved();
  }

  @Override
  public WriteScope enter(String resource, String id, boolean insert) {
    if (!wantsResource.test(resource)) {
      return UNWANTED;
    }
    RecordKey key = new RecordKey(resource, id);
    gate.enter(key);
    boolean entered = false;
    try {
      WriteScope scope = new Scope(keys.take(key, insert));
      entered = true;
      return scope;
    } finally {
      if (!entered) {
        gate.leave();
      }
    }
  }

  /**
   * Watches keys from now on: before what was read of them is used, it is known whether they were
   * written meanwhile. No write waits while its key is only watched.
   */
  public Watch watch(String resource, Collection<String> ids) throws InterruptedException {
    return Watch.begin(keys, resource, ids);
  }

  /** Closes with a deadline of ten seconds. */
  @Override
  public void close() {
    close(CLOSE_DEADLINE);
  }

  /**
   * Refuses new writes, waits for those under way, and stops looking into doubts. What is not over
   * by then keeps its intent and is looked into at the next open. Idempotent.
   */
  public void close(Duration deadline) {
    gate.shut();
    keys.wakeAll();
    try {
      if (!gate.awaitEmpty(deadline)) {
        LOG.warn(
            "writes are still under way after {}: what became of them is found out at the next"
                + " open",
            deadline);
      }
      resolver.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Scope implements WriteScope {
    private final KeyState state;
    private @Nullable InDoubt current;
    private boolean closed;

    Scope(KeyState state) {
      this.state = state;
    }

    @Override
    public void intend(PendingWrite write) {
      if (current != null) {
        throw new IllegalStateException("the outcome of the last intent was not told: " + current);
      }
      current = new InDoubt(journal.intend(write), write);
    }

    @Override
    public void applied() {
      InDoubt write = take();
      // The record was absent when ours was inserted: no earlier insert in doubt had arrived, and
      // none can any more.
      for (Doubt doubt : state.doubts()) {
        resolver.conclude(state, doubt, Outcome.VOID);
      }
      journal.outcome(write.logged(), Outcome.APPLIED);
      writes.increment();
      state.tookEffect(write.write().operation());
    }

    @Override
    public void failed() {
      journal.outcome(take().logged(), Outcome.VOID);
      state.nudge();
    }

    @Override
    public void unknown() {
      resolver.doubt(state, take());
    }

    private InDoubt take() {
      InDoubt write = current;
      if (write == null) {
        throw new IllegalStateException("no write of " + state.key + " was intended");
      }
      current = null;
      return write;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      if (current != null) {
        unknown(); // something threw in between: nobody knows
      }
      state.turn.release();
      resolver.watch(state);
      keys.drop(state);
      gate.leave();
    }
  }

  /** A write that no route wants. */
  private static final class Unwanted implements WriteScope {
    @Override
    public void intend(PendingWrite write) {}

    @Override
    public void applied() {}

    @Override
    public void failed() {}

    @Override
    public void unknown() {}

    @Override
    public void close() {}
  }
}
