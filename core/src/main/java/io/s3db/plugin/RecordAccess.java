package io.s3db.plugin;

import io.s3db.Document;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists, reads and fences records for a plugin, below events, hooks and interceptors. */
public interface RecordAccess {
  /**
   * The record as it lies in the store now, or nothing.
   *
   * @throws io.s3db.store.StoreException if the store cannot be read
   */
  Optional<State> read(String resource, String id);

  /**
   * Ids of a resource in byte order, as the store lists them now.
   *
   * @param after the id after which the page starts, or null for the first page; it need not exist
   * @param most the most ids wanted, from 1; the page may hold fewer
   * @throws io.s3db.ResourceNotFoundException if there is no such resource
   * @throws io.s3db.store.StoreException if the store cannot be listed
   */
  Ids ids(String resource, @Nullable String after, int most);

  /**
   * A page of ids.
   *
   * @param ids in byte order
   * @param more whether others may follow
   */
  record Ids(List<String> ids, boolean more) {
    /** Copies the ids. */
    public Ids {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Writes the same data again with a new stamp, if the record is still in the given state, so that
   * a request still on its way to the store can no longer take effect.
   *
   * @return true if the record now has a new stamp, false if it was no longer in that state
   * @throws io.s3db.OutcomeUnknownException if nobody knows
   */
  boolean fence(String resource, String id, State state);

  /**
   * A record in the store.
   *
   * @param version its version: of its stamp, or derived if it has no valid one
   * @param stamped whether it has a valid stamp, so that one of our writers wrote it
   * @param replaced the digest of the version it replaced ({@code Stamp.digest}), empty without
   *     stamp
   * @param etag its state
   * @param document its fields, with the id
   * @param fenceable whether a rewrite changes its ETag (not so for records with binary content in
   *     a bucket)
   */
  record State(
      Version version,
      boolean stamped,
      String replaced,
      ETag etag,
      Document document,
      boolean fenceable) {}
}
