package io.s3db.sink.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes requests side by side, so many at once as all lanes together may.
 *
 * <p>They run on virtual threads, where an interrupt closes a socket that is waited for. An
 * interrupt of the caller interrupts all; nothing runs on after it returned.
 */
final class Requests {
  private final Semaphore permits;

  Requests(int most) {
    this.permits = new Semaphore(most);
  }

  /** Makes one request. */
  <T> T one(Callable<T> request) throws InterruptedException {
    return all(List.of(request)).getFirst();
  }

  /** Makes them all and tells their results in the same order. */
  <T> List<T> all(List<? extends Callable<T>> requests) throws InterruptedException {
    List<T> results = new ArrayList<>(requests.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>(requests.size());
      requests.forEach(each -> running.add(threads.submit(() -> permitted(each))));
      try {
        for (Future<T> each : running) {
          results.add(each.get());
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw failure(e.getCause());
      }
    }
    return results;
  }

  private <T> T permitted(Callable<T> request) throws Exception {
    permits.acquire();
    try {
      return request.call();
    } finally {
      permits.release();
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case SdkException failure -> failure;
      case RuntimeException bug -> bug;
      case Error error -> throw error;
      case null, default -> new IllegalStateException("a request was stopped", cause);
    };
  }
}
