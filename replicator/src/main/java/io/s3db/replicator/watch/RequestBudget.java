package io.s3db.replicator.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts what a watch asks of the store, and spreads it over the hour. Safe for many threads.
 *
 * <p>Time is what passes, not what a clock shows: a clock that jumps changes nothing here.
 */
final class RequestBudget {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final int perHour;
  private final LongSupplier nanos;
  private final long begin;
  private final Deque<Count> minutes = new ArrayDeque<>();
  private long nextFree;

  /** What was asked in one minute. */
  private static final class Count {
    final long since;
    long lists;
    long reads;

    Count(long since) {
      this.since = since;
    }
  }

  /**
   * A budget that nothing was spent of.
   *
   * @param perHour the most requests in an hour; 0 for no limit
   * @param nanos passes as time does, as {@link System#nanoTime}
   */
  RequestBudget(int perHour, LongSupplier nanos) {
    this.perHour = perHour;
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
    this.nextFree = begin - MINUTE;
  }

  /** Requests that were made. */
  synchronized void spent(int lists, int reads) {
    long now = nanos.getAsLong();
    if (minutes.isEmpty() || now - minutes.getLast().since >= MINUTE) {
      minutes.add(new Count(now));
    }
    while (now - minutes.getFirst().since >= HOUR) {
      minutes.removeFirst();
    }
    minutes.getLast().lists += lists;
    minutes.getLast().reads += reads;
    if (perHour > 0) {
      long earliest = now - MINUTE; // what the last minute left over may be used now
      long from = nextFree - earliest < 0 ? earliest : nextFree;
      nextFree = from + HOUR / perHour * (lists + reads);
    }
  }

  /** How long the next request must wait, in nanoseconds; not positive if it may go. */
  synchronized long waitNanos() {
    return perHour == 0 ? 0 : nextFree - nanos.getAsLong();
  }

  /** The pace of the last hour, or since the begin if that is less. */
  synchronized WatchCost cost() {
    long now = nanos.getAsLong();
    long lists = 0;
    long reads = 0;
    for (Count each : minutes) {
      if (now - each.since < HOUR) {
        lists += each.lists;
        reads += each.reads;
      }
    }
    long spent = Math.clamp(now - begin, MINUTE, HOUR);
    return new WatchCost(lists * HOUR / spent, reads * HOUR / spent);
  }
}
