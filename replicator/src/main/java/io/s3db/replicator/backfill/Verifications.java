package io.s3db.replicator.backfill;

import io.s3db.S3dbException;
import java.util.HashMap;
import java.util.Map;

/**
 * The verifications under way: one of each destination at a time, each in the thread of its caller.
 * Closing ends them. Safe for many threads.
 */
@SuppressWarnings("try") // closed where interrupts are heeded, never by try-with-resources
public final class Verifications implements AutoCloseable {
  private final Map<String, Thread> running = new HashMap<>();
  private boolean closed;

  /** A verification. */
  public interface Work {
    /** Does it. */
    VerifyReport run() throws InterruptedException;
  }

  /**
   * Does one.
   *
   * @throws IllegalStateException if one of this destination is under way, or the database closes
   * @throws S3dbException if it was ended because the database closes
   */
  public VerifyReport run(String replicator, Work work) throws InterruptedException {
    begin(replicator);
    try {
      return work.run();
    } catch (InterruptedException | RuntimeException e) {
      if (isClosed()) {
        throw new S3dbException(
            "VERIFY_STOPPED",
            "the verification of '" + replicator + "' was ended because the database is closing.",
            "Nothing is wrong because of it; verify again when it is open.",
            e);
      }
      throw e;
    } finally {
      end(replicator);
    }
  }

  private synchronized void begin(String replicator) {
    if (closed) {
      throw new IllegalStateException(
          "'" + replicator + "' cannot be verified: the database is closing.");
    }
    if (running.putIfAbsent(replicator, Thread.currentThread()) != null) {
      throw new IllegalStateException(
          "a verification of '" + replicator + "' is under way already: wait until it has ended.");
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void end(String replicator) {
    running.remove(replicator);
    if (closed) {
      Thread.interrupted(); // it was ours, and the thread belongs to the caller
    }
    notifyAll();
  }

  /** Ends what is under way, and waits for that. Idempotent. */
  @Override
  public synchronized void close() throws InterruptedException {
    closed = true;
    running.values().forEach(Thread::interrupt);
    while (!running.isEmpty()) {
      wait();
    }
  }
}
