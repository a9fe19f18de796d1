package io.s3db.replicator.explain;

import io.s3db.replicator.journal.Position;
import io.s3db.replicator.state.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of one change on one route. */
public sealed interface Verdict {
  /** Whether it is still to be sent. */
  default boolean isOpen() {
    return this instanceof Waiting || this instanceof Parked;
  }

  /** The destination has it. The time is null where only the fact is known. */
  record Delivered(@Nullable Instant at, int attempts) implements Verdict {}

  /** A later change of the record took its place, in the same write or while both were parked. */
  record Superseded() implements Verdict {}

  /**
   * The route is done with it, and nobody knows any more how: it was delivered, or superseded by a
   * later change, or skipped by the transform of that time.
   */
  record Settled() implements Verdict {}

  /** The route does not carry such changes: its actions do not list the operation. */
  record NotListed() implements Verdict {}

  /**
   * The transform gives null: nothing is sent.
   *
   * @param settled whether the route is past it; else it will be skipped when its turn comes
   */
  record Skipped(boolean settled) implements Verdict {}

  /** A sync recorded it for another destination or another route. */
  record NotForThis() implements Verdict {}

  /**
   * It is still to be sent.
   *
   * @param doneBelow everything of its share of the journal before this is settled
   * @param behind what it waits for, in one sentence
   * @param due when that is tried again, if it is known
   */
  record Waiting(Position doneBelow, String behind, @Nullable Instant due) implements Verdict {}

  /**
   * It was refused, or waits behind one of its record that was, and is sent again by itself.
   *
   * @param attempts how often it was tried
   * @param error what the destination said; empty if it only waits behind another
   * @param due when it is tried again
   */
  record Parked(int attempts, String error, Instant due) implements Verdict {}

  /**
   * It was refused for good.
   *
   * @param code of the destination
   * @param error what the destination said
   * @param attempts how often it was tried
   * @param at when it was given up
   * @param status what became of it since
   */
  record DeadLettered(String code, String error, int attempts, Instant at, DeadLetter.Status status)
      implements Verdict {}

  /**
   * It is not sent there any more.
   *
   * @param reason in one sentence
   */
  record Missed(String reason) implements Verdict {}
}
