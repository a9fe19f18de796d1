package io.s3db.replicator.journal;

import io.s3db.version.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a change, given to it with its intent and never changed: every repetition carries it.
 *
 * @param journal the journal that recorded the change
 * @param run how often that journal had been opened; 0 for what a sync tells, the largest number
 *     for a change that another program made
 * @param sequence counts the intents of a run, from 1; of those two, a hash
 */
public record EventId(JournalId journal, int run, long sequence) {
  private static final int SNAPSHOT = 0;
  private static final int FOREIGN = Integer.MAX_VALUE;

  /**
   * The name of what a sync tells of a record. It is made of the sync and the record alone, so that
   * a record that is told again after a crash is told under the same name.
   */
  public static EventId ofSnapshot(String sync, String resource, String recordId) {
    return hashed(sync + "\0" + resource + "\0" + recordId, SNAPSHOT);
  }

  /**
   * The name of a change that another program made. It is made of the record and its version alone,
   * so that a change that is found again after a crash, or by another process, has the same name.
   */
  public static EventId ofForeign(String resource, String recordId, Version version) {
    return hashed("\0foreign\0" + resource + "\0" + recordId + "\0" + version, FOREIGN);
  }

  /** The name of a change of another program, as a journal holds it. */
  static EventId foreign(JournalId hash, long sequence) {
    return new EventId(hash, FOREIGN, sequence);
  }

  private static EventId hashed(String text, int run) {
    ByteBuffer bits = ByteBuffer.wrap(sha256(text));
    return new EventId(
        new JournalId(HexFormat.of().toHexDigits(bits.getLong())),
        run,
        bits.getLong() & Long.MAX_VALUE);
  }

  /** Whether it names what a sync told: no journal was ever opened for the 0th time. */
  public boolean isSnapshot() {
    return run == SNAPSHOT;
  }

  /** Whether it names a change of another program: no journal is opened that often. */
  public boolean isForeign() {
    return run == FOREIGN;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads {@code JOURNAL-RUN-SEQUENCE}. */
  public static EventId parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not an event id: '" + text + "'");
    }
    return new EventId(
        new JournalId(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  @Override
  public String toString() {
    return journal + "-" + run + "-" + sequence;
  }
}
