package io.s3db.replicator.route;

import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.state.StateChange;
import java.util.List;

/**
 * A delivery, ready to be sent.
 *
 * @param delivery what to send
 * @param keyMapChanges what the state must learn once it was accepted, with the checkpoint
 */
public record Addressed(Delivery delivery, List<StateChange> keyMapChanges) {
  /** Copies the changes. */
  public Addressed {
    keyMapChanges = List.copyOf(keyMapChanges);
  }
}
