package io.s3db.replicator.backfill;

import java.util.Locale;

/** What a sync is doing. */
public enum SyncState {
  /** It copies. */
  RUNNING,
  /** It goes on by itself once something is over: the reason says what. */
  WAITING,
  /**
   * It stopped because of something that the caller must mend; started again with the same options
   * it goes on where it was.
   */
  HALTED,
  /** Every record was delivered, skipped by rule, or refused. */
  FINISHED,
  /** Somebody cancelled it. */
  CANCELLED,
  /** It is of no use any more: it must be begun afresh. */
  FAILED;

  /** The word for it in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it goes on by itself, in this process or the next. */
  public boolean isActive() {
    return this == RUNNING || this == WAITING;
  }
}
