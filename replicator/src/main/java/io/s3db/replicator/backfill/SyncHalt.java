package io.s3db.replicator.backfill;

/** A sync cannot go on until somebody has mended what the message says. */
final class SyncHalt extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;

  SyncHalt(String message) {
    this(message, false);
  }

  /**
   * Makes one.
   *
   * @param forGood whether it must be begun afresh
   */
  SyncHalt(String message, boolean forGood) {
    super(message);
    this.forGood = forGood;
  }

  boolean forGood() {
    return forGood;
  }
}
