package io.s3db.version;

import java.util.HexFormat;

/**
 * Where a state of a record stands in the order of its states.
 *
 * <p>Versions of one record are compared, never those of two. The text is 33 lower-case hexadecimal
 * digits: 16 for the clock (48 bits of milliseconds since 1970, 16 bits of counter), 16 for the
 * writer, 1 for a delete. Its order as text (bytes) is the order of versions.
 *
 * @param clock a hybrid logical time, unsigned: milliseconds shifted left by 16, plus a counter
 * @param writer the id of the writer, unsigned; 0 for a program that leaves no stamp
 * @param deleted whether this is the state "gone" that follows the state of the same clock and
 *     writer
 */
public record Version(long clock, long writer, boolean deleted) implements Comparable<Version> {
  /** Below every version that a writer makes. */
  public static final Version NONE = new Version(0, 0, false);

  private static final HexFormat HEX = HexFormat.of();

  /**
   * Reads the text of a version.
   *
   * @throws IllegalArgumentException if it is not 33 lower-case hexadecimal digits ending in 0 or 1
   */
  public static Version parse(String text) {
    if (text.length() == 33 && (text.charAt(32) == '0' || text.charAt(32) == '1')) {
      boolean lower = text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
      if (lower) {
        return new Version(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 16, 32),
            text.charAt(32) == '1');
      }
    }
    throw new IllegalArgumentException("not a version: '" + text + "'");
  }

  /** The version a delete of this state has: no clock can order it wrongly. */
  public Version tombstone() {
    return new Version(clock, writer, true);
  }

  /** The milliseconds since 1970 of the clock. */
  public long millis() {
    return clock >>> 16;
  }

  @Override
  public int compareTo(Version other) {
    int order = Long.compareUnsigned(clock, other.clock);
    if (order == 0) {
      order = Long.compareUnsigned(writer, other.writer);
    }
    return order == 0 ? Boolean.compare(deleted, other.deleted) : order;
  }

  /** Whether this version is later than the other. */
  public boolean isAfter(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return HEX.toHexDigits(clock) + HEX.toHexDigits(writer) + (deleted ? '1' : '0');
  }
}
