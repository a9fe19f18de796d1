package io.s3db;

import io.s3db.store.ETag;
import io.s3db.version.Version;
import io.s3db.write.Change;
import io.s3db.write.RecordFormat;
import io.s3db.write.Written;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the states of another database's records, with the versions they have there.
 *
 * <p>A state is written if its version is later than or equal to that of the record here; an equal
 * state is not written again, so two databases that mirror each other come to rest. Writes are
 * conditional, pass through interceptors, and move partition references, as any other write.
 * Timestamps and defaults are not touched: they come from the source.
 *
 * <p>With the tag of the state this process wrote last, a write costs one request, as does the
 * first write of a record that is not here; otherwise, or with an interceptor, a GET more. What a
 * deleted record's version was is not remembered here: whoever mirrors keeps the tombstones.
 */
public final class RecordMirror {
  private final S3db database;

  RecordMirror(S3db database) {
    this.database = database;
  }

  /**
   * Writes a state.
   *
   * @param fields of the record, with or without its id
   * @param version of the state at the source
   * @param knownEtag what the last {@link MirrorOutcome} for the record said
   * @throws OutcomeUnknownException if nobody knows: the same call may be made again
   * @throws ValidationException if the record breaks rules here
   */
  public MirrorOutcome put(
      String resource, String id, Document fields, Version version, Optional<ETag> knownEtag) {
    return put(resource, id, Changes.mirrorPut(fields, version, knownEtag), version);
  }

  /**
   * As {@link #put}, also over what a program without stamps wrote last, whose version is only
   * guessed from its time: a mirror that was written to by hand is put right by it.
   */
  public MirrorOutcome replaceForeign(
      String resource, String id, Document fields, Version version) {
    return put(resource, id, Changes.mirrorReplaceForeign(fields, version), version);
  }

  private MirrorOutcome put(String resource, String id, Change change, Version version) {
    Written written = database.resource(resource).write(id, change);
    if (written.operation() != null) {
      return new MirrorOutcome.Written(written.etag(), written.operation() == Operation.INSERT);
    }
    ETag etag = Objects.requireNonNull(written.etag());
    return written.version().equals(version)
        ? new MirrorOutcome.Unchanged(etag)
        : new MirrorOutcome.Superseded(written.version(), etag);
  }

  /**
   * Deletes a record unless it is newer.
   *
   * @param tombstone the version of the delete at the source
   * @param knownEtag what the last {@link MirrorOutcome} for the record said
   * @throws OutcomeUnknownException if nobody knows: the same call may be made again
   */
  public MirrorOutcome remove(
      String resource, String id, Version tombstone, Optional<ETag> knownEtag) {
    Written written =
        database.resource(resource).write(id, Changes.mirrorRemove(tombstone, knownEtag));
    if (written.operation() != null) {
      return new MirrorOutcome.Removed();
    }
    ETag etag = written.etag();
    return etag == null || written.version().deleted()
        ? new MirrorOutcome.Absent()
        : new MirrorOutcome.Superseded(written.version(), etag);
  }

  /**
   * A state as {@link #put} would store it and a reader would get it: amounts rounded, texts
   * trimmed. Asks and changes nothing.
   *
   * @param fields of the record, without its id
   * @throws ValidationException if the record breaks rules here
   * @throws ResourceNotFoundException if there is no such resource
   */
  public Document readBack(String resource, String id, Document fields) {
    RecordFormat format = database.resource(resource).format().now();
    return format.codec().normal(id, format.schema().validate(fields));
  }
}
