package io.s3db;

import io.s3db.store.ETag;
import io.s3db.version.Version;
import org.jspecify.annotations.Nullable;

/** What became of a state that was carried over from another database. */
public sealed interface MirrorOutcome {
  /**
   * The record is in that state.
   *
   * @param etag to be given with the next write of the record, so that it needs no read; null if
   *     somebody has replaced the state since
   * @param created whether there was no record before
   */
  record Written(@Nullable ETag etag, boolean created) implements MirrorOutcome {}

  /**
   * The record was in that state already; nothing was written.
   *
   * @param etag as of {@link Written}
   */
  record Unchanged(ETag etag) implements MirrorOutcome {}

  /**
   * The record is newer; nothing was written.
   *
   * @param present its version
   * @param etag its state
   */
  record Superseded(Version present, ETag etag) implements MirrorOutcome {}

  /** The record was deleted. */
  record Removed() implements MirrorOutcome {}

  /** There was no record to delete. */
  record Absent() implements MirrorOutcome {}
}
