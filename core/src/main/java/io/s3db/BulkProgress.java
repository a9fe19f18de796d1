package io.s3db;

/** Told how far a bulk operation is, after each record, on the thread of the caller. */
@FunctionalInterface
public interface BulkProgress {
  /** Tells nobody. */
  BulkProgress NONE = (_, _) -> {};

  /**
   * Another record is done.
   *
   * @param succeeded so far
   * @param failed so far
   */
  void at(long succeeded, long failed);
}
