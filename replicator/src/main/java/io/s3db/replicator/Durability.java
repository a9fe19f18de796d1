package io.s3db.replicator;

/** What a write waits for before the store is asked, and so what its replication survives. */
public enum Durability {
  /** The disk has the change: it survives a power cut. The default. */
  DISK,
  /** The operating system has it: it survives the end of the process, not a power cut. */
  PROCESS,
  /**
   * The process has it: nothing survives. The default of databases that are in memory themselves.
   */
  MEMORY
}
