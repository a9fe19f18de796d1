package io.s3db.sink.postgresql;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs blocking network calls such that an interrupt ends them.
 *
 * <p>An interrupt closes the socket a virtual thread waits on, which is how the driver's calls end.
 * It does nothing to a platform thread: that one waits for a virtual thread that does the work.
 */
final class Interruptible {
  private Interruptible() {}

  static <T> T call(Callable<T> work) throws Exception {
    return Thread.currentThread().isVirtual() ? work.call() : callOnVirtualThread(work);
  }

  private static <T> T callOnVirtualThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread worker = Thread.ofVirtual().name("postgresql-call").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (InterruptedException e) {
      worker.interrupt();
      worker.join();
      throw e;
    }
  }
}
