package io.s3db.replicator.journal;

import java.time.Duration;

/**
 * How a journal in files works.
 *
 * @param durability what an intent waits for
 * @param segmentBytes the size of a segment file; a larger change gets a larger segment
 * @param maxSize the most bytes all segments may take: an intent that needs more is refused before
 *     the store is asked; {@link Long#MAX_VALUE} for no limit
 * @param retention how long a segment that nobody needs any more is kept all the same
 * @param tailCacheBytes how many bytes of the newest changes, as counted in the journal, are read
 *     from memory; decoded they take a few times as much
 */
public record JournalOptions(
    Durability durability,
    long segmentBytes,
    long maxSize,
    Duration retention,
    long tailCacheBytes) {
  private static final long MIN_SEGMENT = 4096;

  /** What an intent waits for before the store is asked. */
  public enum Durability {
    /** The disk has it: it survives a power cut. */
    DISK,
    /** The operating system has it: it survives the end of the process, not a power cut. */
    PROCESS
  }

  /** Checks the sizes. */
  public JournalOptions {
    if (segmentBytes < MIN_SEGMENT) {
      throw new IllegalArgumentException(
          "a journal segment of " + segmentBytes + " bytes is too small: at least " + MIN_SEGMENT);
    }
    if (retention.isNegative() || tailCacheBytes < 0 || maxSize < 2 * segmentBytes) {
      throw new IllegalArgumentException(
          "journal options are out of range: retention "
              + retention
              + ", tailCacheBytes "
              + tailCacheBytes
              + ", maxSize "
              + maxSize
              + " (at least two segments)");
    }
  }

  /** Durable on disk, segments of 16 MiB, no limit, no retention, a cache of 16 MiB. */
  public static JournalOptions defaults() {
    return new JournalOptions(Durability.DISK, 16L << 20, Long.MAX_VALUE, Duration.ZERO, 16L << 20);
  }

  /** These options with another durability. */
  public JournalOptions withDurability(Durability other) {
    return new JournalOptions(other, segmentBytes, maxSize, retention, tailCacheBytes);
  }

  /** These options with another segment size. */
  public JournalOptions withSegmentBytes(long bytes) {
    return new JournalOptions(durability, bytes, maxSize, retention, tailCacheBytes);
  }

  /** These options with another limit. */
  public JournalOptions withMaxSize(long bytes) {
    return new JournalOptions(durability, segmentBytes, bytes, retention, tailCacheBytes);
  }

  /** These options with another retention. */
  public JournalOptions withRetention(Duration time) {
    return new JournalOptions(durability, segmentBytes, maxSize, time, tailCacheBytes);
  }

  /** These options with another cache. */
  public JournalOptions withTailCacheBytes(long bytes) {
    return new JournalOptions(durability, segmentBytes, maxSize, retention, bytes);
  }
}
