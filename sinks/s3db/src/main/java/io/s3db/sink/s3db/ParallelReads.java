package io.s3db.sink.s3db;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads records side by side, at most so many at once. Nothing runs on after it returned. */
final class ParallelReads {
  private final Semaphore requests;

  ParallelReads(int most) {
    this.requests = new Semaphore(most);
  }

  /** What each id gives, in their order; the first failure is thrown. */
  <T> List<T> all(List<String> ids, Function<String, T> read) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> asked = new ArrayList<>();
      for (String id : ids) {
        asked.add(threads.submit(() -> limited(id, read)));
      }
      try {
        List<T> results = new ArrayList<>();
        for (Future<T> each : asked) {
          results.add(each.get());
        }
        return results;
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private <T> T limited(String id, Function<String, T> read) throws InterruptedException {
    requests.acquire();
    try {
      return read.apply(id);
    } finally {
      requests.release();
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) throws InterruptedException {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case InterruptedException stop -> throw stop;
      case null, default -> new IllegalStateException("a read was stopped", cause);
    };
  }
}
