package io.s3db.write;

import io.s3db.S3dbException;
import io.s3db.store.ObjectKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer per record in this process, so that threads of one process do not race each other
 * through the store. Exact per key: a slow write holds back nobody else.
 */
final class RecordLocks {
  private final ConcurrentMap<ObjectKey, Turn> turns = new ConcurrentHashMap<>();

  /**
   * Waits for the key and takes it.
   *
   * @throws S3dbException if this thread has it: a function that changes the record, or a hook,
   *     writes the record itself
   */
  Turn take(ObjectKey key) throws InterruptedException {
    Turn turn =
        turns.compute(
            key,
            (_, waiting) -> {
              Turn each = waiting == null ? new Turn(key) : waiting;
              each.interested++;
              return each;
            });
    if (turn.lock.isHeldByCurrentThread()) {
      turn.leave();
      throw new S3dbException(
          "WRITE_IN_WRITE",
          "The record '%s' is being written by this very thread.".formatted(key),
          "Change what the function or hook returns, instead of writing in it.");
    }
    try {
      turn.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      turn.leave();
      throw e;
    }
    return turn;
  }

  /** How many keys are taken or waited for. */
  int size() {
    return turns.size();
  }

  /** A key that was taken. */
  final class Turn implements AutoCloseable {
    private final ObjectKey key;
    private final ReentrantLock lock = new ReentrantLock(true);
    private int interested; // changed only inside compute

    private Turn(ObjectKey key) {
      this.key = key;
    }

    @Override
    public void close() {
      lock.unlock();
      leave();
    }

    private void leave() {
      turns.computeIfPresent(key, (_, turn) -> --turn.interested == 0 ? null : turn);
    }
  }
}
