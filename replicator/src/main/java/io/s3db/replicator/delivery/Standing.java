package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicatorState;
import java.time.Instant;
import java.util.Optional;

/**
 * How a destination or a route stands.
 *
 * @param state what it is doing
 * @param reason why, in one sentence; empty if all is well
 * @param nextAttempt when it is tried again, if it waits for that
 */
public record Standing(ReplicatorState state, String reason, Optional<Instant> nextAttempt) {}
