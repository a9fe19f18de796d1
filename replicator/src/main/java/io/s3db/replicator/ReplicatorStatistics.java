package io.s3db.replicator;

/**
 * What the plugin as a whole counts.
 *
 * @param writes of replicated resources that took effect since the start, by this process
 * @param journalBytes the size of the journal
 * @param inDoubt writes whose fate is being looked into
 * @param unresolved writes in doubt that later writes of others covered: nobody can know
 * @param droppedEvents events that listeners were too slow for
 */
public record ReplicatorStatistics(
    long writes, long journalBytes, int inDoubt, long unresolved, long droppedEvents) {
  static final ReplicatorStatistics NONE = new ReplicatorStatistics(0, 0, 0, 0, 0);
}
