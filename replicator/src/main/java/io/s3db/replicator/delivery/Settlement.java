package io.s3db.replicator.delivery;

import io.s3db.replicator.state.StateChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch leaves to be remembered. It becomes durable in the transaction that moves the
 * checkpoint over the batch, so that counts are exact and nothing refused is forgotten.
 */
final class Settlement {
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final List<StateChange> changes = new ArrayList<>();

  void count(Outcome outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  void add(StateChange change) {
    changes.add(change);
  }

  void addAll(List<StateChange> more) {
    changes.addAll(more);
  }

  /** Takes over what another one holds. */
  void merge(Settlement other) {
    other.counts.forEach((outcome, count) -> counts.merge(outcome, count, Long::sum));
    changes.addAll(other.changes);
  }

  /** All of it, as changes of the state. */
  List<StateChange> changes(String replicator) {
    List<StateChange> all = new ArrayList<>(changes);
    counts.forEach(
        (outcome, count) -> all.add(new StateChange.Count(replicator, outcome.counter(), count)));
    return all;
  }
}
