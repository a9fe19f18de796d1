package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.MirrorOutcome;
import io.s3db.RecordMirror;
import io.s3db.ResourceNotFoundException;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.util.Optional;

/**
 * Brings single records at the target to a version, whatever was written before and whoever writes
 * meanwhile.
 *
 * <p>A delete leaves its tombstone first and removes the record then; a write that may have created
 * a record looks for a tombstone afterwards. Whichever order two writers take their steps in, one
 * of them sees the other. A write of a record whose state is known is one request.
 */
final class RecordWrites {
  private final RecordMirror records;
  private final Tombstones tombstones;
  private final KnownStates states;

  RecordWrites(RecordMirror records, Tombstones tombstones, KnownStates states) {
    this.records = records;
    this.tombstones = tombstones;
    this.states = states;
  }

  void put(String resource, String id, Document fields, Version version) {
    Optional<KnownStates.State> known = states.find(resource, id);
    if (known.isPresent() && known.get().version().isAfter(version)) {
      return;
    }
    // Unknown until the answer is here: a repetition must look for a tombstone.
    states.forget(resource, id);
    Optional<ETag> etag = known.map(KnownStates.State::etag);
    switch (records.put(resource, id, fields, version, etag)) {
      case MirrorOutcome.Written(ETag written, boolean created) -> {
        if (known.isEmpty() || created) {
          removeIfDeleted(resource, id, version, Optional.ofNullable(written));
        }
        states.remember(resource, id, version, written);
      }
      case MirrorOutcome.Unchanged(ETag present) -> {
        removeIfDeleted(resource, id, version, Optional.of(present));
        states.remember(resource, id, version, present);
      }
      case MirrorOutcome.Superseded(Version later, ETag present) ->
          states.remember(resource, id, later, present);
      case MirrorOutcome.Removed(), MirrorOutcome.Absent() -> {}
    }
  }

  /** As {@link #put}, and over what was written there without us. */
  void repair(String resource, String id, Document fields, Version version) {
    put(resource, id, fields, version);
    boolean newerThere =
        states.find(resource, id).map(state -> state.version().isAfter(version)).orElse(false);
    if (newerThere) {
      states.forget(resource, id);
      if (records.replaceForeign(resource, id, fields, version)
          instanceof MirrorOutcome.Written(ETag written, boolean _)) {
        removeIfDeleted(resource, id, version, Optional.ofNullable(written));
        states.remember(resource, id, version, written);
      }
    }
  }

  void remove(String resource, String id, Version tombstone) {
    Optional<ETag> known =
        states
            .find(resource, id)
            .filter(state -> !state.version().isAfter(tombstone))
            .map(KnownStates.State::etag);
    states.forget(resource, id);
    tombstones.raise(resource, id, tombstone);
    try {
      records.remove(resource, id, tombstone, known);
    } catch (ResourceNotFoundException _) {
      // A route may begin with a delete: the resource is created with the first row.
    }
  }

  /** Takes back a record that a later delete was meant for. */
  private void removeIfDeleted(
      String resource, String id, Version version, Optional<ETag> written) {
    Optional<Version> deleted = tombstones.find(resource, id);
    if (deleted.isPresent() && deleted.get().isAfter(version)) {
      records.remove(resource, id, deleted.get(), written);
    }
  }
}
