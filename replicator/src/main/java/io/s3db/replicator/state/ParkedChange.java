package io.s3db.replicator.state;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import java.time.Instant;

/**
 * A change that waits in the state because its key is parked: an earlier change of the key was
 * refused.
 *
 * @param stream whose delivery it is
 * @param id which delivery
 * @param order where it stands among the parked changes of its key
 * @param event the change
 * @param attempts how often it was tried
 * @param error what the destination said last; empty if it only waits behind another
 * @param dependent whether it was refused because of another record
 * @param nextAttempt when it is due
 */
public record ParkedChange(
    StreamId stream,
    DeliveryId id,
    long order,
    ChangeEvent event,
    int attempts,
    String error,
    boolean dependent,
    Instant nextAttempt) {}
