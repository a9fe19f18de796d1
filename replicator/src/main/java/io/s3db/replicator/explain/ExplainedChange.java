package io.s3db.replicator.explain;

import io.s3db.Operation;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Position;
import io.s3db.version.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a record, as the journal or the state still knows it.
 *
 * @param id its name
 * @param operation what happened to the record
 * @param version the version the record had since
 * @param changedAt when it was changed
 * @param position where it lies in the journal; null if it is known from the state only
 * @param outcome whether it took effect
 * @param recipient the one destination it was recorded for by a sync; null if it is for all
 */
public record ExplainedChange(
    EventId id,
    Operation operation,
    Version version,
    Instant changedAt,
    @Nullable Position position,
    Outcome outcome,
    @Nullable String recipient) {
  /** Whether a write took effect in the store. */
  public enum Outcome {
    /** It did. */
    APPLIED,
    /** It certainly did not: nothing of it is ever sent. */
    VOID,
    /** Nobody knows yet: it is under way, or being found out. */
    IN_DOUBT
  }
}
