package io.s3db.write;

import io.s3db.store.ETag;
import io.s3db.store.StoreException;
import org.jspecify.annotations.Nullable;

/** What became of a request to write, as far as it can be known. */
sealed interface Fate {
  /**
   * It took effect.
   *
   * @param etag the state it left, or null if that state is gone again or was a delete
   */
  record Done(@Nullable ETag etag) implements Fate {}

  /** It certainly took no effect: somebody else wrote first. */
  record Lost() implements Fate {}

  /** It certainly took no effect: the store refused it. */
  record Refused(StoreException why) implements Fate {}

  /** Nobody knows. */
  record InDoubt(Throwable why) implements Fate {}
}
