package io.s3db.replicator.watch;

import io.s3db.version.Version;
import java.time.Instant;

/**
 * What is known of one record: enough to see that it changed, and nothing of its content.
 *
 * @param etag of its object when it was looked at last; empty if it must be looked at
 * @param size of the body
 * @param modified milliseconds since 1970, by the store's clock
 * @param version the last one that destinations may know; of a record that is gone, its tombstone
 * @param digest of the fields; empty if they were never read
 * @param settled whether a later write shows in a listing for certain
 * @param told whether destinations may know the record
 * @param gone whether it is deleted
 * @param walk the walk during which it became known
 */
record Known(
    String resource,
    String id,
    String etag,
    long size,
    long modified,
    Version version,
    String digest,
    boolean settled,
    boolean told,
    boolean gone,
    long walk) {
  private static final String UNSEEN = "";

  /** A record as a change left it; its object must still be looked at. */
  static Known changed(
      String resource, String id, Version version, String digest, boolean gone, long walk) {
    return new Known(resource, id, UNSEEN, -1, -1, version, digest, false, true, gone, walk);
  }

  /** The same, and how it was listed. */
  Known listed(Listed entry, boolean seen, boolean settled) {
    return new Known(
        resource,
        id,
        seen ? entry.etag() : UNSEEN,
        entry.size(),
        seen ? entry.modified().toEpochMilli() : -1,
        version,
        digest,
        seen && settled,
        told,
        gone,
        walk);
  }

  /** Whether a listing shows what was looked at, and nothing can hide behind that. */
  boolean covers(Listed entry) {
    return settled
        && !gone
        && etag.equals(entry.etag())
        && size == entry.size()
        && modified == entry.modified().toEpochMilli();
  }

  /** A record as a listing shows it. */
  record Listed(String id, String etag, Instant modified, long size) {}
}
