package io.s3db;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that do many small things at once: never more than the limit, over all callers,
 * and with results in the order asked for. Work that asks for more such work, as a hook may, does
 * it one after another on its own thread: waiting for others of the crew, all could wait for ever.
 */
final class Crew implements AutoCloseable {
  private final int limit;
  private final Semaphore permits;

  @SuppressWarnings("ThreadLocalUsage") // of this crew: work of another one may wait
  private final ThreadLocal<@Nullable Thread> working = new ThreadLocal<>();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Crew(int limit) {
    this.limit = limit;
    this.permits = new Semaphore(limit, true);
  }

  /**
   * The results of some work on each item, in order. At most the limit of results are worked out
   * ahead of the one taken. What the work throws is thrown where its result would be. Closing the
   * stream ends what is under way.
   */
  <T, R> Stream<R> each(Iterator<T> items, Function<T, R> work) {
    if (working.get() != null) {
      return ordered(items).map(work);
    }
    Ahead<T, R> ahead = new Ahead<>(items, work);
    return ordered(ahead).onClose(ahead::cancel);
  }

  private static <T> Stream<T> ordered(Iterator<T> items) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class Ahead<T, R> implements Iterator<R> {
    private final Iterator<T> items;
    private final Function<T, R> work;
    private final Queue<Future<R>> results = new ArrayDeque<>();

    Ahead(Iterator<T> items, Function<T, R> work) {
      this.items = items;
      this.work = work;
    }

    @Override
    public boolean hasNext() {
      return !results.isEmpty() || items.hasNext();
    }

    @Override
    public R next() {
      while (results.size() < limit && items.hasNext()) {
        T item = items.next();
        results.add(threads.submit(() -> permitted(item)));
      }
      Future<R> next = results.poll();
      if (next == null) {
        throw new NoSuchElementException();
      }
      return take(next);
    }

    private R permitted(T item) throws InterruptedException {
      permits.acquire();
      working.set(Thread.currentThread());
      try {
        return work.apply(item);
      } finally {
        working.remove();
        permits.release();
      }
    }

    private R take(Future<R> result) {
      try {
        return result.get();
      } catch (InterruptedException e) {
        cancel();
        Thread.currentThread().interrupt();
        throw new S3dbException(
            "INTERRUPTED", "The thread was interrupted while it waited for records.", null, e);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException unchecked -> throw unchecked;
          case Error error -> throw error;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }

    private void cancel() {
      results.forEach(result -> result.cancel(true));
      results.clear();
    }
  }
}
