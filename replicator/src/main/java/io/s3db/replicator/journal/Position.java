package io.s3db.replicator.journal;

/**
 * A place in a journal: before the frame at an offset.
 *
 * <p>The run comes first, so that a checkpoint made before a tail was cut or a folder was copied
 * back never covers a change made after.
 *
 * @param run how often the journal had been opened
 * @param offset bytes since the journal was made; it goes on from run to run
 */
public record Position(int run, long offset) implements Comparable<Position> {
  /** Before everything. */
  public static final Position START = new Position(0, 0);

  /** Reads {@code RUN:OFFSET}. */
  public static Position parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a position: '" + text + "'");
    }
    return new Position(
        Integer.parseInt(text, 0, colon, 10), Long.parseLong(text, colon + 1, text.length(), 10));
  }

  @Override
  public int compareTo(Position other) {
    int order = Integer.compare(run, other.run);
    return order == 0 ? Long.compare(offset, other.offset) : order;
  }

  /** Whether this place is later than the other. */
  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  /** The earlier of two. */
  public static Position min(Position a, Position b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** The later of two. */
  public static Position max(Position a, Position b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public String toString() {
    return run + ":" + offset;
  }
}
