package io.s3db.replicator.watch;

import io.s3db.replicator.capture.RegisteredWriters;
import io.s3db.store.ObjectStore;
import java.util.HashSet;
import java.util.Set;

/**
 * The writers whose journals tell their writes: this one, and all that are registered in the
 * bucket. Safe for many threads.
 *
 * <p>A writer registers before its first write. So one that is not registered after a record of it
 * was read has no journal; it is asked for once in a walk.
 */
final class Writers {
  private final long own;
  private final RegisteredWriters registrations;
  private final RequestBudget budget;
  private final Set<Long> strangers = new HashSet<>();
  private Set<Long> known = Set.of();

  Writers(long own, ObjectStore store, RequestBudget budget) {
    this.own = own;
    this.registrations = new RegisteredWriters(store);
    this.budget = budget;
  }

  /** A new walk begins: who was not registered may be now. */
  synchronized void beginWalk() {
    strangers.clear();
  }

  /** Whether a writer of a record that was read is registered. */
  synchronized boolean isRegistered(long writer) {
    if (writer == own || known.contains(writer)) {
      return true;
    }
    if (strangers.contains(writer)) {
      return false;
    }
    RegisteredWriters.Found found = registrations.read();
    budget.spent(found.lists(), found.reads());
    known = found.writers();
    if (!known.contains(writer)) {
      strangers.add(writer);
    }
    return known.contains(writer);
  }
}
