package io.s3db.replicator.delivery;

/** A lane is to end where it is: what it has not settled is done again later. */
final class Stopped extends Exception {
  private static final long serialVersionUID = 1L;

  Stopped() {
    super("stopped", null, false, false);
  }
}
