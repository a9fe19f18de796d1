package io.s3db.write;

import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.content.Spool;
import io.s3db.record.Unstamped;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.version.Version;
import java.util.Optional;

/**
 * Rewrites a record with the same data and a new stamp, so that requests still on their way to the
 * store find their precondition lost.
 */
public final class RecordFence {
  private final Workshop workshop;
  private final PatientStore store;

  /** Fences records in this store. */
  public RecordFence(Workshop workshop) {
    this.workshop = workshop;
    this.store = new PatientStore(workshop.store(), workshop.clock(), workshop.timing());
  }

  /** Whether a rewrite of the record changes what late requests ask for. */
  public boolean possible(Present present) {
    ObjectStore.Capabilities can = workshop.store().capabilities();
    boolean guarded = can.conditionalWrites() && can.conditionalDeletes();
    return guarded && (can.etagCoversMetadata() || present.content() == null);
  }

  /**
   * Fences the record if it is still in this state.
   *
   * @return false if it was not
   * @throws OutcomeUnknownException if nobody knows
   * @throws S3dbException if the record cannot be fenced
   */
  public boolean fence(RecordFormat format, String id, ETag state) {
    try (Spool spool = new Spool()) {
      return fence(format, id, state, workshop.reader().readAny(format, id, spool));
    }
  }

  private boolean fence(RecordFormat format, String id, ETag state, Optional<Present> found) {
    found.ifPresent(Present::read);
    if (found.isEmpty() || !found.get().etag().equals(state)) {
      return false;
    }
    Present present = found.get();
    if (!possible(present)) {
      throw new S3dbException(
          "NOT_FENCEABLE",
          "A rewrite of record '%s' of '%s' would not change its ETag."
              .formatted(id, format.name()),
          "Read it again later instead.");
    }
    return rewrite(format, id, present);
  }

  private boolean rewrite(RecordFormat format, String id, Present present) {
    Version version = workshop.clock().nextAfter(present.version());
    int limit = workshop.store().capabilities().metadataLimit();
    Unstamped record = format.codec().encode(id, present.read(), limit);
    NewObject object =
        Planner.sealed(format, id, record, present.content(), version, present.version());
    Fate fate =
        store.put(
            present.key(),
            object,
            Precondition.matches(present.etag()),
            Verdicts.ofPut(object, version, present));
    return switch (fate) {
      case Fate.Done(_) -> {
        workshop.known().note(present.key(), version);
        yield true;
      }
      case Fate.Lost() -> false;
      case Fate.Refused(var why) -> throw why;
      case Fate.InDoubt(var why) ->
          throw new OutcomeUnknownException(
              "Nobody knows whether record '%s' of '%s' was fenced: %s."
                  .formatted(id, format.name(), why.getMessage()),
              why);
    };
  }
}
