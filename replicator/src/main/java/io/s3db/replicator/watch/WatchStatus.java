package io.s3db.replicator.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a watch stands.
 *
 * @param state what it is doing
 * @param reason why, and the remedy, in a sentence; empty if all is well
 * @param objects how many records the last complete walk saw
 * @param walks how many walks were completed since the database was opened
 * @param lastWalk when the last complete walk ended; null before the first
 * @param lastWalkTook how long it took; zero before the first
 * @param inserted records of other programs that were told as inserts since then
 * @param updated those told as updates
 * @param deleted those told as deletes
 * @param unreadable objects that could not be read as records, and were left out
 * @param cost what it asks of the store
 */
public record WatchStatus(
    WatchState state,
    String reason,
    long objects,
    long walks,
    @Nullable Instant lastWalk,
    Duration lastWalkTook,
    long inserted,
    long updated,
    long deleted,
    long unreadable,
    WatchCost cost) {
  /** When the last complete walk ended, if there was one. */
  public Optional<Instant> lastWalkEnd() {
    return Optional.ofNullable(lastWalk);
  }
}
