package io.s3db.replicator.backfill;

import java.util.OptionalLong;

/** Is told how far a verification is. */
@FunctionalInterface
public interface VerifyProgress {
  /** Tells nobody. */
  VerifyProgress NONE = (_, _) -> {};

  /**
   * So far it is.
   *
   * @param done records of the source and rows of the destination that were read; of a destination
   *     of events, changes of the journal
   * @param total about how many there are, once that is known
   */
  void at(long done, OptionalLong total);
}
