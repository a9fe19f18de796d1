package io.s3db.version;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes versions: always later than every version made or seen before, and close to the time of
 * day.
 *
 * <p>The reading is the largest of this machine's clock, the last reading, the versions read, and
 * the store's clock, plus one. So a machine whose clock is behind catches up with what it reads,
 * and one whose clock jumps back goes on where it was. Safe for many threads, and never blocks.
 *
 * <p>Source of the idea: Kulkarni, Demirbas and others, "Logical Physical Clocks" (2014).
 */
public final class HybridClock {
  private static final int COUNTER_BITS = 16;

  private final InstantSource time;
  private final long writer;
  private final long maxSkewMillis;
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong storeMillis = new AtomicLong();

  /**
   * A clock for one writer.
   *
   * @param writer a random number that no other writer of the database has
   * @param maxSkew how far ahead of the store's clock a version may be and still be believed
   */
  public HybridClock(InstantSource time, long writer, Duration maxSkew) {
    this.time = time;
    this.writer = writer;
    this.maxSkewMillis = maxSkew.toMillis();
  }

  /** The id of the writer in every version this clock makes. */
  public long writer() {
    return writer;
  }

  /** A version later than all made and seen before. */
  public Version next() {
    return new Version(tick(0), writer, false);
  }

  /** A version later than all made and seen before, and than this one. */
  public Version nextAfter(Version previous) {
    return new Version(tick(previous.clock()), writer, false);
  }

  /** Takes note of a version read, so that those made from now on are later. */
  public void saw(Version version) {
    if (believable(version)) {
      last.accumulateAndGet(version.clock(), HybridClock::later);
    }
  }

  /** Takes note of the store's clock. */
  public void sawStoreTime(Instant storeTime) {
    storeMillis.accumulateAndGet(storeTime.toEpochMilli(), Math::max);
  }

  /**
   * Whether a version may be believed: not further ahead of the store's clock (of ours, until the
   * store was heard) than the largest skew allowed. One that is not is treated as if the record had
   * no stamp.
   */
  public boolean believable(Version version) {
    long store = storeMillis.get();
    return version.millis() <= (store == 0 ? time.millis() : store) + maxSkewMillis;
  }

  private long tick(long seen) {
    long now = timeOfDay() << COUNTER_BITS;
    return last.updateAndGet(previous -> later(now, later(previous, seen) + 1));
  }

  /** A machine whose clock is ahead must not make versions that other writers do not believe. */
  private long timeOfDay() {
    long store = storeMillis.get();
    long local = time.millis();
    return store == 0 ? local : Math.max(store, Math.min(local, store + maxSkewMillis / 2));
  }

  private static long later(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }
}
