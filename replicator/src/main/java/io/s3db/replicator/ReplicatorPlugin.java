package io.s3db.replicator;

/** Placeholder. */
public final class ReplicatorPlugin {
  private ReplicatorPlugin() {}
}
