package io.s3db.testkit.sink;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at a {@link MemorySink}, as scripted by a test. Safe for many threads; every
 * change takes effect with the next call of the sink.
 */
public final class MemoryFaults implements Outage {
  private final Deque<Supplier<? extends SinkException>> before = new ArrayDeque<>();
  private final Deque<Supplier<? extends SinkException>> after = new ArrayDeque<>();
  private final Map<String, Refusal> refusals = new LinkedHashMap<>();
  private @Nullable Supplier<? extends SinkException> standing;
  private boolean refusingBatches;
  private boolean hangs;
  private Duration delay = Duration.ZERO;
  private int held;

  MemoryFaults() {}

  /** The next writes fail as unavailable, without effect. */
  public synchronized void failNext(int writes) {
    failNext(writes, MemoryFaults::down);
  }

  /** The next writes fail with this, without effect. */
  public synchronized void failNext(int writes, Supplier<? extends SinkException> failure) {
    for (int i = 0; i < writes; i++) {
      before.add(failure);
    }
  }

  /** The next writes take effect, but the answer is lost: they fail as unavailable. */
  public synchronized void failAfterEffect(int writes) {
    for (int i = 0; i < writes; i++) {
      after.add(() -> new SinkException.Unavailable("memory: the answer was lost", null));
    }
  }

  /** Every call fails as unavailable until {@link #mend}. */
  @Override
  public synchronized void refuse() {
    failAlways(MemoryFaults::down);
  }

  /** Every call fails with this until {@link #mend}: denied, gone, one target denied. */
  public synchronized void failAlways(Supplier<? extends SinkException> failure) {
    standing = failure;
  }

  /** Every call blocks until {@link #mend}, or until its thread is interrupted. */
  @Override
  public synchronized void hang() {
    hangs = true;
  }

  /** Every call takes so long, until {@link #mend}, or until its thread is interrupted. */
  public synchronized void slow(Duration time) {
    delay = time;
  }

  @Override
  public synchronized boolean hanging() {
    return held > 0;
  }

  /** How many calls are blocked. */
  public synchronized int held() {
    return held;
  }

  /** Ends an outage and releases what hangs. Refusals of records stay. */
  @Override
  public synchronized void mend() {
    standing = null;
    before.clear();
    after.clear();
    hangs = false;
    delay = Duration.ZERO;
    notifyAll();
  }

  /** Deliveries of this source record are refused until {@link #accept}. */
  public synchronized void refuse(String recordId, Rejection.Kind kind, String code) {
    refusals.put(recordId, new Refusal(kind, code));
  }

  /** Deliveries of this source record are taken again. */
  public synchronized void accept(String recordId) {
    refusals.remove(recordId);
  }

  /** Deliveries of all records are taken again. */
  public synchronized void acceptAll() {
    refusals.clear();
  }

  /**
   * Whether a refused record refuses its batch, as a database does that names no row, instead of
   * being named.
   */
  public synchronized void refuseBatches(boolean whole) {
    refusingBatches = whole;
  }

  /** Whether a plain failure is due before a call takes effect. */
  synchronized void enter() throws SinkException, InterruptedException {
    held++;
    try {
      while (hangs) {
        wait();
      }
      long end = System.nanoTime() + delay.toNanos();
      for (long left = delay.toNanos();
          left > 0 && !delay.isZero();
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } finally {
      held--;
    }
    if (standing != null) {
      throw standing.get();
    }
  }

  synchronized void beforeWrite(List<Delivery> batch) throws SinkException {
    if (!before.isEmpty()) {
      throw before.remove().get();
    }
    if (refusingBatches) {
      for (Delivery delivery : batch) {
        Refusal refusal = refusals.get(delivery.recordId());
        if (refusal != null) {
          throw new SinkException.BatchRefused(
              refusal.kind(), refusal.code(), "memory: one of the records is refused", null);
        }
      }
    }
  }

  synchronized void afterWrite() throws SinkException {
    if (!after.isEmpty()) {
      throw after.remove().get();
    }
  }

  synchronized Optional<Rejection> refusal(Delivery delivery) {
    return Optional.ofNullable(refusals.get(delivery.recordId()))
        .map(
            refusal ->
                new Rejection(
                    delivery.id(),
                    refusal.kind(),
                    refusal.code(),
                    "memory: record " + delivery.recordId() + " is refused"));
  }

  private static SinkException down() {
    return new SinkException.Unavailable("memory: the destination is down", null);
  }

  private record Refusal(Rejection.Kind kind, String code) {}
}
