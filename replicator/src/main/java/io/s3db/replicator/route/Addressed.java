package io.s3db.replicator.route;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.state.StateChange;
import java.util.List;

/**
 * A delivery, ready to be sent.
 *
 * @param delivery what to send
 * @param keyMapChanges what the state must learn once it was accepted, with the checkpoint
 * @param suspicion what the state must learn if it is refused: where its row may be all the same
 */
public record Addressed(
    Delivery delivery, List<StateChange> keyMapChanges, List<StateChange> suspicion) {
  /** Copies the changes. */
  public Addressed {
    keyMapChanges = List.copyOf(keyMapChanges);
    suspicion = List.copyOf(suspicion);
  }
}
