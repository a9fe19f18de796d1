package io.s3db.replicator.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of a segment file.
 *
 * @param id counts the segments of a journal, from 1; also the name of the file
 * @param run the run that wrote it
 * @param previousRun the run that wrote the segment before; 0 for the first
 * @param journal the journal's name
 * @param base the offset of its first frame
 * @param synced every byte of the journal before this offset was known to be on disk
 * @param settledBelow every intent before this offset has its outcome before {@code base}
 * @param createdAt milliseconds since 1970
 */
record SegmentHeader(
    long id,
    int run,
    int previousRun,
    JournalId journal,
    long base,
    long synced,
    long settledBelow,
    long createdAt) {
  static final int SIZE = 128;

  /** What is written: 2 added snapshots, 3 erased frames; frames are otherwise as in 1. */
  static final int FORMAT = 3;

  private static final int OLDEST_FORMAT = 1;

  private static final byte[] MAGIC = "S3DBJRNL".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_AT = SIZE - 4;

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.put(MAGIC).putInt(FORMAT).putInt(SIZE);
    out.putLong(id).putInt(run).putInt(previousRun);
    out.putLong(HexFormat.fromHexDigitsToLong(journal.value()));
    out.putLong(base).putLong(synced).putLong(settledBelow).putLong(createdAt);
    out.putInt(CHECKSUM_AT, checksum(out.array()));
    return out.array();
  }

  /**
   * Reads a header; nothing if it was never finished.
   *
   * @throws JournalException if another program or another version wrote it
   */
  static Optional<SegmentHeader> parse(byte[] bytes, Path file) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (allZero(bytes)) {
      return Optional.empty();
    }
    boolean valid = in.getInt(CHECKSUM_AT) == checksum(bytes);
    int format = in.getInt(MAGIC.length);
    if (Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        && (format < OLDEST_FORMAT || format > FORMAT)
        && format != 0) {
      throw Failures.format(file, "format " + format, FORMAT);
    }
    if (!valid) {
      return Optional.empty();
    }
    in.position(MAGIC.length + 8);
    return Optional.of(
        new SegmentHeader(
            in.getLong(),
            in.getInt(),
            in.getInt(),
            new JournalId(HexFormat.of().toHexDigits(in.getLong())),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong()));
  }

  static boolean allZero(byte[] bytes) {
    for (byte value : bytes) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_AT);
    return (int) crc.getValue();
  }
}
