package io.s3db.replicator.delivery;

import java.time.Instant;

/**
 * Decides for all lanes of a stream whether they may send. No clock, no threads.
 *
 * <p>Closed: all may. Open: none until a time; then one lane probes with one batch. If that
 * succeeds the circuit closes, else it stays open for longer. Denied is like open, but ends only
 * with a successful probe.
 */
final class CircuitBreaker {
  private enum Mode {
    CLOSED,
    OPEN,
    DENIED
  }

  private Mode mode = Mode.CLOSED;
  private Instant until = Instant.MIN;
  private Instant heldUntil = Instant.MIN;
  private boolean probing;
  private int opened;

  /** May a lane send? Whoever gets a probe must report how it went, or release it. */
  Permit ask(Instant now) {
    if (now.isBefore(heldUntil)) {
      return new Permit.Wait(heldUntil);
    }
    if (mode == Mode.CLOSED) {
      return Permit.Go.GO;
    }
    if (probing || now.isBefore(until)) {
      return new Permit.Wait(probing ? Instant.MAX : until);
    }
    probing = true;
    return new Permit.Probe(mode == Mode.DENIED);
  }

  /** How often in a row it will have been opened with the next time, from 1. */
  int nextOpening() {
    return opened + 1;
  }

  /** Opens the circuit, or leaves it open for longer; a denied one stays denied. */
  void open(Instant until) {
    mode = mode == Mode.DENIED ? Mode.DENIED : Mode.OPEN;
    this.until = until;
    probing = false;
    opened++;
  }

  /** The destination did not let us in. */
  void deny(Instant until) {
    mode = Mode.DENIED;
    this.until = until;
    probing = false;
  }

  /** The destination asked to be left alone until then. */
  void hold(Instant until) {
    heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
  }

  /** A lane with this permit was answered by the destination. */
  void succeeded(Permit permit) {
    if (mode == Mode.DENIED && !(permit instanceof Permit.Probe)) {
      return; // sent before the destination closed its door
    }
    mode = Mode.CLOSED;
    probing = false;
    opened = 0;
  }

  /** A probe was not sent after all. */
  void release(Permit permit) {
    if (permit instanceof Permit.Probe) {
      probing = false;
    }
  }

  boolean isClosed() {
    return mode == Mode.CLOSED;
  }

  boolean isDenied() {
    return mode == Mode.DENIED;
  }

  Instant nextProbe() {
    return until.isAfter(heldUntil) ? until : heldUntil;
  }
}
