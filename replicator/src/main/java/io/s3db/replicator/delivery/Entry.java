package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Addressed;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.StateChange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in a batch, and what must be known to settle it.
 *
 * @param origin where the change came from
 * @param delivery what is sent
 * @param fields the key fields it was addressed with
 * @param keyChanges what the state learns if it is accepted
 * @param suspicion what the state learns if it is refused
 * @param older the delivery it supersedes: sent instead, if this one is refused
 */
record Entry(
    Route route,
    ChangeEvent event,
    Origin origin,
    Delivery delivery,
    KeyFields fields,
    List<StateChange> keyChanges,
    List<StateChange> suspicion,
    @Nullable Entry older) {
  /** Where a change came from. */
  sealed interface Origin {
    /** Read from the journal. */
    record Journalled(Position position, int bytes) implements Origin {}

    /** Parked before. */
    record FromParking(Parked parked) implements Origin {}

    /** A dead letter. */
    record Redriven(Redriving job, DeadLetter letter) implements Origin {}
  }

  static Entry of(
      Route route, ChangeEvent event, Origin origin, Addressed addressed, KeyFields fields) {
    return new Entry(
        route,
        event,
        origin,
        addressed.delivery(),
        fields,
        addressed.keyMapChanges(),
        addressed.suspicion(),
        null);
  }

  /** How long the change is in the journal; 0 if it does not come from there. */
  int journalledBytes() {
    return origin instanceof Origin.Journalled(Position _, int bytes) ? bytes : 0;
  }

  RecordKey recordKey() {
    return RecordKey.of(route, event);
  }

  /** This delivery instead of an older one of the same row, whose replaced keys it takes over. */
  Entry superseding(Entry other) {
    Set<Key> replaced = new LinkedHashSet<>(delivery.replacedKeys());
    replaced.addAll(other.delivery.replacedKeys());
    replaced.remove(delivery.key());
    Delivery merged =
        new Delivery(
            delivery.id(),
            delivery.target(),
            delivery.resource(),
            delivery.recordId(),
            delivery.operation(),
            delivery.version(),
            delivery.changedAt(),
            delivery.key(),
            replaced,
            delivery.before(),
            delivery.data());
    return new Entry(route, event, origin, merged, fields, keyChanges, suspicion, other);
  }
}
