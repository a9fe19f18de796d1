package io.s3db.replicator.delivery;

/**
 * What became of a change on one route. Each change that is routed has exactly one of the first
 * five, sooner or later; they add up, across crashes too.
 */
enum Outcome {
  DELIVERED("delivered"),
  SUPERSEDED("superseded"),
  SKIPPED("skipped"),
  NOT_LISTED("notListed"),
  DEAD_LETTERED("deadLettered"),
  REDRIVEN("redriven");

  private final String counter;

  Outcome(String counter) {
    this.counter = counter;
  }

  /** The name of its counter. */
  String counter() {
    return counter;
  }
}
