package io.s3db.sink.bigquery;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs blocking network calls such that an interrupt ends them: it closes the socket a virtual
 * thread waits on, and does nothing to a platform thread, so one of those waits for a virtual one.
 */
final class Interruptible {
  private Interruptible() {}

  static <T> T call(Callable<T> work) throws Exception {
    if (Thread.currentThread().isVirtual()) {
      return work.call();
    }
    FutureTask<T> task = new FutureTask<>(work);
    Thread worker = Thread.ofVirtual().name("bigquery-call").start(task);
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
