package io.s3db.replicator.delivery;

import io.s3db.replicator.state.StateChange;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch leaves to be remembered. It becomes durable in the transaction that moves the
 * checkpoint over the batch, so that counts are exact and nothing refused is forgotten.
 */
final class Settlement {
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final long[] counts = new long[OUTCOMES.length];
  private final List<StateChange> changes = new ArrayList<>();

  void count(Outcome outcome) {
    counts[outcome.ordinal()]++;
  }

  void add(StateChange change) {
    changes.add(change);
  }

  void addAll(List<StateChange> more) {
    changes.addAll(more);
  }

  /** Takes over what another one holds. */
  void merge(Settlement other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    changes.addAll(other.changes);
  }

  long count(Outcome... outcomes) {
    long sum = 0;
    for (Outcome outcome : outcomes) {
      sum += counts[outcome.ordinal()];
    }
    return sum;
  }

  /** All of it, as changes of the state. */
  List<StateChange> changes(String replicator) {
    List<StateChange> all = new ArrayList<>(changes);
    for (Outcome outcome : OUTCOMES) {
      if (counts[outcome.ordinal()] > 0) {
        all.add(new StateChange.Count(replicator, outcome.counter(), counts[outcome.ordinal()]));
      }
    }
    return all;
  }
}
