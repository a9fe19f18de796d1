package io.s3db.replicator.backfill;

import java.util.OptionalLong;

/**
 * How far a sync is.
 *
 * @param done records looked at
 * @param copied of them, those that were put on their way
 * @param superseded of them, those that were written meanwhile: the live change tells them
 * @param filtered of them, those that the options leave out
 * @param unreadable of them, those that cannot be read; each is named in a warning
 * @param counted how many records there were when they were counted, or -1 while that is not known
 */
public record SyncProgress(
    long done, long copied, long superseded, long filtered, long unreadable, long counted) {
  static final SyncProgress NONE = new SyncProgress(0, 0, 0, 0, 0, -1);

  /** About how many records there are in all; nothing while they are being counted. */
  public OptionalLong total() {
    return counted < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(counted, done));
  }

  /** About how many records are left; nothing while they are being counted. */
  public OptionalLong remaining() {
    return counted < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, counted - done));
  }

  SyncProgress withCounted(long total) {
    return new SyncProgress(done, copied, superseded, filtered, unreadable, total);
  }

  /** After some more records. */
  SyncProgress plus(Tally tally) {
    return new SyncProgress(
        done + tally.done,
        copied + tally.copied,
        superseded + tally.superseded,
        filtered + tally.filtered,
        unreadable + tally.unreadable,
        counted);
  }

  /** What became of the records of a chunk. */
  static final class Tally {
    long done;
    long copied;
    long superseded;
    long filtered;
    long unreadable;

    /** How many bytes the copies take in the journal. */
    long bytes;
  }

  @Override
  public String toString() {
    String of = counted < 0 ? "" : " of about " + total().getAsLong();
    return done
        + of
        + " records ("
        + copied
        + " copied, "
        + superseded
        + " written meanwhile, "
        + filtered
        + " filtered out, "
        + unreadable
        + " unreadable)";
  }
}
