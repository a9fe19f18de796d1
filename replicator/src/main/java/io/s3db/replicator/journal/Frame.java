package io.s3db.replicator.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header of a frame, 24 bytes, big-endian:
 *
 * <pre>
 *   0  length of the content, a multiple of 8     12  type
 *   4  CRC32C of identity and content             13  partition
 *   8  CRC32C of identity                         14  zero
 *                                                 16  offset known to be synced before
 * </pre>
 *
 * <p>The identity is segment id, offset, length, type, partition, zero and the synced offset, so
 * that a frame is valid in its own place only, and a frame that nobody wants can be passed over by
 * its header alone.
 *
 * @param offset where it begins in the journal
 * @param synced every byte before this offset was known to be on disk when the frame was written
 */
record Frame(long offset, int length, int checksum, byte type, int partition, long synced) {
  static final int HEADER = 24;
  static final int ALIGNMENT = 8;

  static final byte INTENT = 1;
  static final byte APPLIED = 2;
  static final byte VOID = 3;
  static final byte CLOSE = 4;
  static final byte SNAPSHOT = 5;

  /** What was an intent or a snapshot: its content is zeros, all else stays. */
  static final byte ERASED = 6;

  /** The whole size of an outcome: sequence and position of its intent. */
  static final int OUTCOME_SIZE = HEADER + 24;

  private static final int IDENTITY = 32;

  static int padded(int size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Where the next frame begins. */
  long next() {
    return offset + HEADER + length;
  }

  int size() {
    return HEADER + length;
  }

  /** Fills in the header of a frame whose content is in place behind it. */
  static void seal(byte[] frame, long segment, long offset, byte type, int partition, long synced) {
    int length = frame.length - HEADER;
    CRC32C crc = identity(segment, offset, length, type, partition, synced);
    int headerChecksum = (int) crc.getValue();
    crc.update(frame, HEADER, length);
    ByteBuffer.wrap(frame)
        .putInt(length)
        .putInt((int) crc.getValue())
        .putInt(headerChecksum)
        .put(type)
        .put((byte) partition)
        .putShort((short) 0)
        .putLong(synced);
  }

  /** Reads a header; null if there is no valid one. */
  static @Nullable Frame read(byte[] bytes, int at, long segment, long offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes, at, HEADER);
    int length = in.getInt();
    int checksum = in.getInt();
    int headerChecksum = in.getInt();
    byte type = in.get();
    int partition = in.get() & 0xff;
    in.getShort();
    long synced = in.getLong();
    if (type < INTENT || length < 0 || length % ALIGNMENT != 0) {
      return null;
    }
    CRC32C crc = identity(segment, offset, length, type, partition, synced);
    return headerChecksum == (int) crc.getValue()
        ? new Frame(offset, length, checksum, type, partition, synced)
        : null;
  }

  /** Whether this program knows what it is: a frame of a later version is never passed over. */
  boolean isKnown() {
    return type <= ERASED;
  }

  /** Whether the content is what was written. */
  boolean holds(byte[] bytes, int contentAt, long segment) {
    CRC32C crc = identity(segment, offset, length, type, partition, synced);
    crc.update(bytes, contentAt, length);
    return checksum == (int) crc.getValue();
  }

  private static CRC32C identity(
      long segment, long offset, int length, byte type, int partition, long synced) {
    ByteBuffer identity = ByteBuffer.allocate(IDENTITY);
    identity.putLong(segment).putLong(offset).putInt(length).put(type).put((byte) partition);
    identity.putShort((short) 0).putLong(synced);
    CRC32C crc = new CRC32C();
    crc.update(identity.array(), 0, IDENTITY);
    return crc;
  }
}
