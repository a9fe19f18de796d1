package io.s3db.replicator.capture;

import io.s3db.S3dbException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One lock per key, exactly: a slow write holds back writes of the same record and of no other.
 *
 * <p>Only keys in use take memory.
 */
final class KeyLocks {
  private final ConcurrentHashMap<RecordKey, KeyState> states = new ConcurrentHashMap<>();
  private final Gate gate;
  private final Duration patience;

  KeyLocks(Gate gate, Duration patience) {
    this.gate = gate;
    this.patience = patience;
  }

  /** Takes the turn of a key, once nothing is in doubt that the write must not pass. */
  KeyState take(RecordKey key, boolean insert) {
    KeyState state = hold(key);
    boolean taken = false;
    try {
      taken = await(state, insert);
      return state;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3dbException(
          "INTERRUPTED",
          "the write of " + key + " was interrupted while it waited for another one.",
          "Nothing was sent to the store.",
          e);
    } finally {
      if (!taken) {
        drop(state);
      }
    }
  }

  private boolean await(KeyState state, boolean insert) throws InterruptedException {
    long nanos = patience.toNanos();
    while (true) {
      state.turn.acquire();
      if (gate.isOpen() && state.admits(insert)) {
        return true;
      }
      state.turn.release();
      gate.check(state.key);
      nanos = state.awaitSettled(insert, nanos, gate);
      gate.check(state.key);
      if (nanos <= 0) {
        throw new S3dbException(
            "KEY_IN_DOUBT",
            "nobody knows yet whether an earlier write of " + state.key + " took effect.",
            "Nothing was sent to the store. It is being found out; try again later.");
      }
    }
  }

  /** The state of a key, kept until it is dropped as often. */
  KeyState hold(RecordKey key) {
    return Objects.requireNonNull(
        states.compute(
            key,
            (_, known) -> {
              KeyState state = known == null ? new KeyState(key) : known;
              state.users++;
              return state;
            }));
  }

  void drop(KeyState state) {
    states.computeIfPresent(state.key, (_, known) -> --known.users == 0 ? null : known);
  }

  /** Lets everybody who waits see that the gate was shut. */
  void wakeAll() {
    states.values().forEach(KeyState::nudge);
  }

  /** How many keys are in use. */
  int size() {
    return states.size();
  }
}
