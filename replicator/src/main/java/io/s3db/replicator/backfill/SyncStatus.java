package io.s3db.replicator.backfill;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one sync stands, or ended.
 *
 * @param id its name
 * @param replicator the destination
 * @param state what it is doing
 * @param reason why, in one sentence; empty if there is nothing to say
 * @param startedAt when it was asked for
 * @param ended when it ended; null while it goes on
 * @param progress how far it is
 */
public record SyncStatus(
    String id,
    String replicator,
    SyncState state,
    String reason,
    Instant startedAt,
    @Nullable Instant ended,
    SyncProgress progress) {
  /** When it ended, if it did. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(ended);
  }
}
