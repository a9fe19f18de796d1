package io.s3db.replicator.explain;

import io.s3db.version.Version;
import java.time.Instant;

/** How a record stands in the source database. */
public sealed interface Source {
  /**
   * It is there.
   *
   * @param version its version; of a record without a valid stamp, one made up from its age
   * @param stamped whether a writer of ours wrote it
   * @param writtenAt when, by the clock of its writer
   * @param writer who wrote it, as far as that is known
   */
  record Present(Version version, boolean stamped, Instant writtenAt, String writer)
      implements Source {}

  /** There is no such record. */
  record Absent() implements Source {}

  /**
   * There is no such resource; its changes may still be known.
   *
   * @param reason in one sentence
   */
  record NoResource(String reason) implements Source {}

  /**
   * The store could not be asked now.
   *
   * @param reason in one sentence
   */
  record Unreadable(String reason) implements Source {}
}
