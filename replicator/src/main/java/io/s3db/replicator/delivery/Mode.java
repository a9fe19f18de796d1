package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.state.StateStore;
import java.util.Locale;
import java.util.Optional;

/**
 * What a destination is to do, as decided by hand or for good; kept across restarts.
 *
 * @param kind what it is to do
 * @param reason why; empty if it is active
 */
record Mode(Kind kind, String reason) {
  static final Mode ACTIVE = new Mode(Kind.ACTIVE, "");

  /** What a destination is to do. */
  enum Kind {
    ACTIVE,
    PAUSED,
    DISABLED,
    NEEDS_SYNC
  }

  /** Whether it will want the changes that are in the journal. */
  boolean holdsJournal() {
    return kind == Kind.ACTIVE || kind == Kind.PAUSED;
  }

  ReplicatorState state() {
    return switch (kind) {
      case ACTIVE -> ReplicatorState.RUNNING;
      case PAUSED -> ReplicatorState.PAUSED;
      case DISABLED -> ReplicatorState.DISABLED;
      case NEEDS_SYNC -> ReplicatorState.NEEDS_SYNC;
    };
  }

  static Mode load(StateStore state, String replicator) {
    Optional<String> saved = state.note(name(replicator));
    if (saved.isEmpty()) {
      return ACTIVE;
    }
    String[] parts = saved.get().split("\n", 2);
    return new Mode(
        Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts.length > 1 ? parts[1] : "");
  }

  void save(StateStore state, String replicator) {
    state.note(name(replicator), kind.name().toLowerCase(Locale.ROOT) + "\n" + reason);
  }

  private static String name(String replicator) {
    return "delivery/" + replicator + "/mode";
  }
}
