package io.s3db.sink.s3db;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of a batch side by side, so many at once as the destination may be asked by
 * all lanes together.
 *
 * <p>The first failure of the destination ends the batch: what was not begun is not, what was begun
 * is waited for, and the batch comes again. An interrupt of the caller interrupts all. Nothing runs
 * on after it returned.
 */
final class ParallelWrites {
  private final Semaphore requests;

  ParallelWrites(int most) {
    this.requests = new Semaphore(most);
  }

  /** Writes one record. */
  interface Write {
    Optional<Rejection> one(Delivery delivery) throws SinkException, InterruptedException;
  }

  List<Rejection> all(List<Delivery> batch, Write write)
      throws SinkException, InterruptedException {
    if (batch.size() == 1) {
      return limited(new AtomicBoolean(), batch.getFirst(), write).stream().toList();
    }
    List<Rejection> rejections = new ArrayList<>();
    AtomicBoolean failed = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Rejection>>> writes = new ArrayList<>();
      for (Delivery delivery : batch) {
        writes.add(threads.submit(() -> limited(failed, delivery, write)));
      }
      collect(writes, threads, rejections);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
    return rejections;
  }

  private static void collect(
      List<Future<Optional<Rejection>>> writes, ExecutorService threads, List<Rejection> rejections)
      throws ExecutionException, InterruptedException {
    try {
      for (Future<Optional<Rejection>> each : writes) {
        each.get().ifPresent(rejections::add);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      throw e;
    }
  }

  /** The failure is noted before the permit is given back: whoever gets it next sees it. */
  private Optional<Rejection> limited(AtomicBoolean failed, Delivery delivery, Write write)
      throws SinkException, InterruptedException {
    requests.acquire();
    boolean done = false;
    try {
      Optional<Rejection> rejection = failed.get() ? Optional.empty() : write.one(delivery);
      done = true;
      return rejection;
    } finally {
      if (!done) {
        failed.set(true);
      }
      requests.release();
    }
  }

  private static SinkException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case SinkException failure -> failure;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException("a write was stopped", cause);
    };
  }
}
