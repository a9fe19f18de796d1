package io.s3db.replicator.purge;

import java.time.Duration;

/**
 * How the traces of a record are erased.
 *
 * @param patience how long to wait for destinations that are still to be sent a change of the
 *     record
 * @param force whether to erase changes that are still to be sent after that time: those
 *     destinations never get them
 * @param existing whether to erase the traces of a record that is still there
 */
public record PurgeOptions(Duration patience, boolean force, boolean existing) {
  /** Checks the patience. */
  public PurgeOptions {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("the patience of a purge is negative: " + patience);
    }
  }

  /** Waits for up to ten seconds, drops nothing, and wants the record to be deleted. */
  public static PurgeOptions defaults() {
    return new PurgeOptions(Duration.ofSeconds(10), false, false);
  }

  /** Waits for so long. */
  public PurgeOptions withPatience(Duration time) {
    return new PurgeOptions(time, force, existing);
  }

  /** Erases changes that are still to be sent, too. */
  public PurgeOptions withForce(boolean value) {
    return new PurgeOptions(patience, value, existing);
  }

  /** Erases the traces of a record that is still there: its history, say. */
  public PurgeOptions withExisting(boolean value) {
    return new PurgeOptions(patience, force, value);
  }
}
