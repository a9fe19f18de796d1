package io.s3db.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writers on virtual threads. */
final class Load {
  /** How many writers there are where throughput is measured. */
  static final int MANY = 64;

  private Load() {}

  /** One write. */
  @FunctionalInterface
  interface Write {
    void run(int number) throws Exception;
  }

  /** What one writer does. */
  @FunctionalInterface
  interface Writer {
    void run(int writer) throws Exception;
  }

  /**
   * Makes the writes numbered from {@code from} to before {@code to}. A writer has every so-many-th
   * number, in order.
   *
   * @return how long it took
   */
  static Duration range(int writers, int from, int to, Write write) throws Exception {
    return each(
        writers,
        writer -> {
          for (int number = from + writer; number < to; number += writers) {
            write.run(number);
          }
        });
  }

  /** Runs writers side by side until all are done. */
  static Duration each(int writers, Writer work) throws Exception {
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        all.add(
            threads.submit(
                () -> {
                  work.run(writer);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  static double perSecond(int number, Duration time) {
    return number * 1e9 / time.toNanos();
  }
}
