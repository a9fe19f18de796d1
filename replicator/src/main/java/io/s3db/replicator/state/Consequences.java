package io.s3db.replicator.state;

import java.util.List;

/** What else changes with a change of the state. */
@FunctionalInterface
public interface Consequences {
  /** The changes that become durable with this one; they have no consequences themselves. */
  List<StateChange> of(StateChange change);
}
