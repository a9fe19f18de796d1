package io.s3db.replicator.delivery;

import java.time.Instant;

/** What the circuit says to a lane that has something to send. */
sealed interface Permit {
  /** Send. */
  record Go() implements Permit {
    static final Go GO = new Go();
  }

  /**
   * Send, as the only lane: everything depends on how it goes.
   *
   * @param denied whether the destination did not let us in: ask it first, and send one record only
   */
  record Probe(boolean denied) implements Permit {}

  /** Ask again at this time, or when the circuit changed. */
  record Wait(Instant until) implements Permit {}
}
