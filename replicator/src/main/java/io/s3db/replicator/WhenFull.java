package io.s3db.replicator;

/** What happens when the journal has its largest size because a destination is behind. */
public enum WhenFull {
  /**
   * The destination that is furthest behind loses its backlog, counted, and must be copied afresh.
   * The default.
   */
  DETACH,
  /** Writes are refused before the store is asked, until there is room. */
  BLOCK
}
