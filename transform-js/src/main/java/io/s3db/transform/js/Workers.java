package io.s3db.transform.js;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of workers. A call waits for one that is free; its own thread, which may be a
 * virtual one, runs no script. Workers are made when they are needed, and end when they are not.
 */
final class Workers {
  private final JsLimits limits;
  private final LinkedBlockingDeque<Worker> idle = new LinkedBlockingDeque<>();
  private final Set<Worker> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger names = new AtomicInteger();
  private final Object starting = new Object();
  private final Object opening = new Object();
  private @Nullable Sandbox sandbox;

  Workers(JsLimits limits) {
    this.limits = limits;
  }

  /**
   * Runs something in a realm.
   *
   * @throws PolyglotException if the script threw
   * @throws IllegalArgumentException if the call did
   * @throws CancelledException if it used more than it may
   * @throws InterruptedException if this thread is to stop; the script is ended
   */
  <T extends @Nullable Object> T call(Function<Realm, T> work)
      throws CancelledException, InterruptedException {
    Worker worker = take();
    FutureTask<T> task = new FutureTask<>(() -> run(worker, work));
    worker.give(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(false); // if it has not begun
      worker.condemn(task, "its caller was interrupted");
      throw e;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static <T extends @Nullable Object> T run(Worker worker, Function<Realm, T> work)
      throws CancelledException {
    try {
      return work.apply(worker.realm());
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      String why = worker.condemned().or(() -> spoiled(e)).orElse(null);
      if (why == null && e instanceof RuntimeException failure) {
        throw failure;
      }
      worker.spoil();
      throw new CancelledException(String.valueOf(why));
    }
  }

  /** Why the realm cannot be used any more, if what was thrown is more than a script's error. */
  private static Optional<String> spoiled(Throwable thrown) {
    return switch (thrown) {
      case PolyglotException e when e.isResourceExhausted() ->
          Optional.of("it used too much memory");
      case PolyglotException e when e.isGuestException() && !e.isCancelled() -> Optional.empty();
      case PolyglotException e -> Optional.of("GraalJS failed: " + e);
      case Error _ -> Optional.of("it used too much memory");
      default -> Optional.empty();
    };
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) throws CancelledException {
    return switch (cause) {
      case CancelledException cancelled -> throw cancelled;
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new IllegalStateException("a worker failed", cause);
    };
  }

  private Worker take() throws InterruptedException {
    Worker free = idle.pollFirst();
    if (free != null) {
      return free;
    }
    Worker made = makeIfAllowed();
    return made != null ? made : idle.takeFirst();
  }

  private @Nullable Worker makeIfAllowed() {
    synchronized (starting) {
      if (all.size() >= limits.workers()) {
        return null;
      }
      Worker worker = new Worker(this, "s3db-transform-js-" + names.incrementAndGet());
      if (all.isEmpty()) {
        new Watch(limits, all).start();
      }
      all.add(worker);
      worker.start();
      return worker;
    }
  }

  void giveBack(Worker worker) {
    idle.addFirst(worker);
  }

  /** Whether a worker that waited long may end: nobody is about to give it work. */
  boolean retire(Worker worker) {
    synchronized (starting) {
      boolean free = idle.remove(worker);
      if (free) {
        all.remove(worker);
      }
      return free;
    }
  }

  void ended(Worker worker) {
    synchronized (starting) {
      all.remove(worker);
    }
  }

  Realm openRealm() {
    return sandbox().open();
  }

  private Sandbox sandbox() {
    synchronized (opening) {
      if (sandbox == null) {
        sandbox = new Sandbox();
      }
      return sandbox;
    }
  }
}
