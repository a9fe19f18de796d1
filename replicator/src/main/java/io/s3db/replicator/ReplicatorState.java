package io.s3db.replicator;

import java.util.Locale;

/** What a destination is doing. The same words in messages, metrics and documents. */
public enum ReplicatorState {
  /** Not tried yet. */
  STARTING,
  /** Delivers, or has nothing to deliver. */
  RUNNING,
  /** Unavailable: tried again after a pause, for as long as it takes. */
  RETRYING,
  /** It does not let us in, or a table is missing: probed every 30 s. */
  DENIED,
  /** A bug stopped a lane: nothing is lost, somebody must look. */
  STALLED,
  /** Stopped by hand. */
  PAUSED,
  /** It said that it is gone (410), or it was switched off. It holds nothing in the journal. */
  DISABLED,
  /** It missed changes and must be copied afresh. It holds nothing in the journal. */
  NEEDS_SYNC,
  /** The plugin is closed. */
  STOPPED;

  /** The word used everywhere: {@code needs-sync}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
