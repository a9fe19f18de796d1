package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.StreamId;
import java.time.Instant;

/**
 * A change that was refused and is tried again, or waits behind such a change.
 *
 * @param order where it stands among the changes of its record
 * @param event the change
 * @param bytes about how much memory it takes
 * @param attempts how often it was tried
 * @param error what the destination said last
 * @param due when it is tried next
 * @param last a position that all lanes must have passed before the last attempt; {@link
 *     Position#START} if it does not depend on other records
 * @param at a position that is not behind the change's
 * @param mergeable whether a later change of the same row may take its place
 */
record Parked(
    RecordKey key,
    DeliveryId id,
    long order,
    ChangeEvent event,
    int bytes,
    int attempts,
    String error,
    Instant due,
    Position last,
    Position at,
    boolean mergeable) {
  /** After another refusal. */
  Parked refused(int newAttempts, String newError, Instant newDue, Position newLast) {
    return new Parked(
        key, id, order, event, bytes, newAttempts, newError, newDue, newLast, at, mergeable);
  }

  /** The same, due at another time. */
  Parked dueAt(Instant newDue) {
    return refused(attempts, error, newDue, last);
  }

  /** As it is kept in the state. */
  ParkedChange in(StreamId stream) {
    Instant saved = due.equals(Instant.MIN) ? Instant.EPOCH : due;
    return new ParkedChange(
        stream, id, order, event, attempts, error, !last.equals(Position.START), saved);
  }

  /** As it comes back from the state, where it is before this position. */
  static Parked of(ParkedChange saved, Position end) {
    ChangeEvent event = saved.event();
    return new Parked(
        new RecordKey(event.resource() + "#" + saved.id().mapping(), event.recordId()),
        saved.id(),
        saved.order(),
        event,
        Sizes.of(event),
        saved.attempts(),
        saved.error(),
        saved.nextAttempt(),
        saved.dependent() ? end : Position.START,
        end,
        false);
  }
}
