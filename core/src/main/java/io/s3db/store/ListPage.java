package io.s3db.store;

import java.time.Instant;
import java.util.List;

/**
 * A page of a listing, in the byte order of keys.
 *
 * @param entries the objects of this page
 * @param more whether objects may follow: ask again, after the last key of this page
 */
public record ListPage(List<Entry> entries, boolean more) {
  /** Copies the entries. */
  public ListPage {
    entries = List.copyOf(entries);
  }

  /**
   * One listed object.
   *
   * @param key its name
   * @param etag its state
   * @param lastModified when it was written, by the store's clock
   * @param size of its body in bytes
   */
  public record Entry(ObjectKey key, ETag etag, Instant lastModified, long size) {}
}
