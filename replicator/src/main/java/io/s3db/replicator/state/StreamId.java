package io.s3db.replicator.state;

/**
 * One reading of the journal for one destination, with checkpoints of its own.
 *
 * <p>A destination has a main stream for all its routes. A route that was paused alone gets a
 * stream of its own, so that the others go on.
 *
 * @param replicator the id of the destination
 * @param route empty for the main stream, else the name of the one route: {@code resource#mapping}
 */
public record StreamId(String replicator, String route) {
  /** The main stream of a destination. */
  public static StreamId main(String replicator) {
    return new StreamId(replicator, "");
  }
}
