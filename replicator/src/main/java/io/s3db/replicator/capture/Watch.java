package io.s3db.replicator.capture;

import io.s3db.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keys that somebody reads without holding writers back: what was read is used only if no write of
 * this process took effect meanwhile. So whatever the use puts behind it is in the order in which
 * it happened.
 *
 * <p>Used by one thread. Writes of other processes are not seen.
 */
public final class Watch implements AutoCloseable {
  private final KeyLocks keys;
  private final Map<String, Mark> marks = new LinkedHashMap<>();

  /** A key, and how many writes of it had taken effect when the watch began. */
  private static final class Mark {
    final KeyState state;
    int applied;

    Mark(KeyState state) {
      this.state = state;
    }
  }

  private Watch(KeyLocks keys) {
    this.keys = keys;
  }

  static Watch begin(KeyLocks keys, String resource, Collection<String> ids)
      throws InterruptedException {
    Watch watch = new Watch(keys);
    boolean begun = false;
    try {
      for (String id : ids) {
        watch.marks.computeIfAbsent(id, _ -> new Mark(keys.hold(new RecordKey(resource, id))));
        watch.again(id);
      }
      begun = true;
      return watch;
    } finally {
      if (!begun) {
        watch.close();
      }
    }
  }

  /** Begins anew for one key: it is read again next. */
  public void again(String id) throws InterruptedException {
    Mark mark = mark(id);
    mark.state.turn.acquire();
    mark.applied = mark.state.applied();
    mark.state.turn.release();
  }

  /**
   * Does something with what was read of a key, if no write of it took effect since. Writers of the
   * key wait meanwhile, so it must be quick.
   *
   * @return nothing if it was done; else what the last write did
   */
  public Optional<Operation> unlessWritten(String id, Runnable use) throws InterruptedException {
    Mark mark = mark(id);
    mark.state.turn.acquire();
    try {
      if (mark.state.applied() != mark.applied) {
        return Optional.of(mark.state.lastApplied());
      }
      use.run();
      return Optional.empty();
    } finally {
      mark.state.turn.release();
    }
  }

  /** Takes a key that is written all the time; its writers wait until the turn is closed. */
  public Turn turn(String id) throws InterruptedException {
    KeyState state = mark(id).state;
    state.turn.acquire();
    return state.turn::release;
  }

  /** Whether nobody knows yet if a write of a key took effect. Asked by whoever has its turn. */
  public boolean isInDoubt(String id) {
    return !mark(id).state.doubts().isEmpty();
  }

  /** A key that belongs to the caller until it is closed, once. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  private Mark mark(String id) {
    return Objects.requireNonNull(marks.get(id), "not watched");
  }

  /** Ends the watch. Idempotent. */
  @Override
  public void close() {
    marks.values().forEach(mark -> keys.drop(mark.state));
    marks.clear();
  }
}
