package io.s3db.store;

import java.time.Instant;

/** What became of a write whose answer arrived. */
public sealed interface PutOutcome {
  /**
   * The object is written.
   *
   * @param etag its new state
   * @param storeTime the store's clock when it answered
   */
  record Written(ETag etag, Instant storeTime) implements PutOutcome {}

  /** The precondition did not hold: nothing was written by this request. */
  record Lost() implements PutOutcome {}
}
