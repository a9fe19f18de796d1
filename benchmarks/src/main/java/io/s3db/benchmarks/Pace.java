package io.s3db.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The numbers and the times of one writer's writes; one that is late is not skipped. */
final class Pace {
  private final long begun = System.nanoTime();
  private final long apart;
  private final long count;
  private final int writers;
  private int next;

  /**
   * Of one of several writers that share a rate.
   *
   * @param rate writes a second of all writers together
   */
  Pace(int rate, int writers, int writer, Duration time) {
    this.apart = 1_000_000_000L / rate;
    this.count = time.toNanos() / apart;
    this.writers = writers;
    this.next = writer;
  }

  /** Writes at a rate for a time, and returns when the last write did. */
  static void write(int rate, int writers, Duration time, Load.Write write) throws Exception {
    Load.each(
        writers,
        writer -> {
          Pace pace = new Pace(rate, writers, writer, time);
          for (int n = pace.next(); n >= 0; n = pace.next()) {
            write.run(n);
          }
        });
  }

  /** Waits for the next write's time; negative when there is none. */
  int next() {
    if (next >= count) {
      return -1;
    }
    long due = begun + next * apart;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    int number = next;
    next += writers;
    return number;
  }
}
