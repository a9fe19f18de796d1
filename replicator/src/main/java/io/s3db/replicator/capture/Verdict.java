package io.s3db.replicator.capture;

import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.record.Stamp;
import java.util.Optional;
import java.util.Set;

/** What the state of a record says about a write whose fate is unknown. Pure: no I/O, no clock. */
enum Verdict {
  /** It took effect. */
  APPLIED,
  /** It did not, and cannot any more. */
  VOID,
  /** Later writes of others cover it: whether it took effect for a while cannot be known. */
  UNRESOLVED,
  /** It did not yet: make sure it never does, by fencing the state that was read. */
  FENCE,
  /** It did not yet, and cannot be kept from it: read again later. */
  READ_AGAIN;

  /**
   * Judges a write.
   *
   * @param found the record now
   * @param fenced digests of the versions that we tried to fence
   * @param windowOver whether a request sent can no longer arrive
   */
  static Verdict of(
      PendingWrite write, Optional<State> found, Set<String> fenced, boolean windowOver) {
    if (found.isEmpty()) {
      return switch (write.operation()) {
        case INSERT -> windowOver ? VOID : READ_AGAIN;
        case UPDATE -> UNRESOLVED;
        case DELETE -> APPLIED;
      };
    }
    State state = found.get();
    if (isOrFollows(write, state)) {
      return APPLIED;
    }
    if (isOldState(write, state)) {
      return state.fenceable() ? FENCE : windowOver ? VOID : READ_AGAIN;
    }
    boolean guarded = write.operation() == Operation.INSERT || state.fenceable();
    if (!guarded && !windowOver) {
      return READ_AGAIN;
    }
    return overtaken(write, state, fenced) ? VOID : UNRESOLVED;
  }

  /** Our version, or a stamp that names ours as the version it replaced. */
  static boolean isOrFollows(PendingWrite write, State state) {
    return state.stamped()
        && (state.version().equals(write.version())
            || state.replaced().equals(Stamp.digestOf(write.version())));
  }

  private static boolean isOldState(PendingWrite write, State state) {
    if (write.operation() == Operation.INSERT) {
      return false;
    }
    return state.stamped()
        ? state.version().equals(write.previousVersion())
        : state.etag().equals(write.previousEtag());
  }

  /**
   * The direct successor of the state we wanted to replace is not ours: ours lost for certain. An
   * insert found an older record there: whatever was written upon ours would be newer.
   */
  private static boolean overtaken(PendingWrite write, State state, Set<String> fenced) {
    if (!state.stamped()) {
      return false;
    }
    if (write.operation() == Operation.INSERT) {
      return state.version().compareTo(write.version()) < 0;
    }
    return fenced.contains(state.replaced())
        || state.replaced().equals(Stamp.digestOf(write.previousVersion()));
  }
}
