package io.s3db.replicator.backfill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works ahead of one who uses the results in order: a few results wait at most, whatever the number
 * of all. Close it to end its threads.
 *
 * @param <E> a checked failure of the work
 */
final class Ahead<E extends Exception> implements AutoCloseable {
  private static final int SHARE = 8;
  private static final int SHARES = 32;

  private final Class<E> failure;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Ahead(Class<E> failure) {
    this.failure = failure;
  }

  /** What is made of one id. */
  interface Work<R> {
    R of(String id) throws Exception;
  }

  /** What comes after something; null at the beginning. */
  interface Next<T> {
    T after(@Nullable T before) throws Exception;
  }

  /** Gives what is made of each id to its user, in the order of the ids. */
  <R> void each(IdWalk walk, Work<R> work, Consumer<R> user) throws E, InterruptedException {
    Deque<Future<List<R>>> ahead = new ArrayDeque<>();
    try {
      List<String> ids = walk.next(SHARE);
      while (!ids.isEmpty() || !ahead.isEmpty()) {
        if (!ids.isEmpty() && ahead.size() < SHARES) {
          List<String> share = ids;
          ahead.add(threads.submit(() -> all(share, work)));
          ids = walk.next(SHARE);
        } else {
          result(ahead.remove()).forEach(user);
        }
      }
    } finally {
      ahead.forEach(each -> each.cancel(true));
    }
  }

  private static <R> List<R> all(List<String> ids, Work<R> work) throws Exception {
    List<R> results = new ArrayList<>();
    for (String id : ids) {
      results.add(work.of(id));
    }
    return results;
  }

  /** Gives pages to their user until one is empty: while it uses one, the next is fetched. */
  <R> void pages(Next<List<R>> fetch, Consumer<R> user) throws E, InterruptedException {
    Future<List<R>> next = submit(() -> fetch.after(null));
    try {
      for (List<R> page = result(next); !page.isEmpty(); page = result(next)) {
        List<R> before = page;
        next = submit(() -> fetch.after(before));
        before.forEach(user);
      }
    } finally {
      next.cancel(true);
    }
  }

  private <R> Future<R> submit(Callable<R> task) {
    return threads.submit(task);
  }

  private <R> R result(Future<R> future) throws E, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (failure.isInstance(cause)) {
        throw failure.cast(cause);
      }
      switch (cause) {
        case RuntimeException known -> throw known;
        case Error known -> throw known;
        case InterruptedException known -> throw known;
        case null, default -> throw new IllegalStateException(cause);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
