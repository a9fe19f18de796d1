package io.s3db.replicator.watch;

import io.s3db.replicator.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Looks at several records at once, within a limit, within the budget, and while the journal has
 * room. Close it to end its threads.
 */
final class Looks implements AutoCloseable {
  private static final int PARALLEL = 16;
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final RequestBudget budget;
  private final Journal journal;
  private final long journalLimit;
  private final Rest rest;
  private final Semaphore permits = new Semaphore(PARALLEL);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> underWay = new ArrayList<>();

  /** One record that is looked at. */
  interface Task {
    void run() throws InterruptedException;
  }

  Looks(RequestBudget budget, Journal journal, long journalLimit, Rest rest) {
    this.budget = budget;
    this.journal = journal;
    this.journalLimit = journalLimit;
    this.rest = rest;
  }

  /** Waits until a request may be made, and counts it. */
  void await(int lists, int reads) throws InterruptedException {
    for (long nanos = budget.waitNanos(); nanos > 0; nanos = budget.waitNanos()) {
      rest.sleep(Duration.ofNanos(nanos));
    }
    rest.check();
    budget.spent(lists, reads);
  }

  /** Looks, some time soon. */
  void add(Task task) throws InterruptedException {
    while (journal.size() >= journalLimit) {
      rest.sleep(GLANCE); // no destination is to be detached because of what others wrote
    }
    await(0, 1);
    permits.acquire();
    underWay.add(
        threads.submit(
            () -> {
              try {
                task.run();
                return null;
              } finally {
                permits.release();
              }
            }));
  }

  /** Waits for all; then the first failure is thrown. */
  void awaitAll() throws InterruptedException {
    @Nullable Throwable failure = null;
    for (Future<?> each : underWay) {
      try {
        each.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    underWay.clear();
    switch (failure) {
      case null -> {}
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case InterruptedException cause -> throw cause;
      default -> throw new IllegalStateException(failure);
    }
  }

  /** Ends those under way, and waits until they have ended. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
