package io.s3db.replicator.backfill;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.route.Route;
import java.util.List;

/** A destination, as far as a sync is concerned. */
public interface Receiver {
  /** Its id. */
  String id();

  /** Its routes, as far as they are allowed. */
  List<Route> routes();

  /** How many copied records may be under way at once: about one batch for each lane. */
  int window();

  /** What it is doing. */
  ReplicatorState state();

  /** Why, in one sentence; empty if all is well. */
  String reason();

  /** Everything in the journal before is settled. */
  Position settledBelow();

  /** Begins with the changes made from now on, whatever it missed. */
  void startOver() throws InterruptedException;

  /** A sync has brought it all records of some resources, and their changes since it began. */
  default void synced(String sync, List<String> resources) {}

  /** A verification has found that a route lacks nothing. */
  default void proven(Route route) {}
}
