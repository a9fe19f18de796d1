package io.s3db.replicator.state;

import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The positions of all partitions as text: {@code 3:8120 3:8344}. The list is as short as the
 * smallest period with which it repeats, so a destination with four lanes takes four positions.
 */
public final class PositionsText {
  /** Where everything begins. */
  static final List<Position> NONE = Collections.nCopies(Partition.COUNT, Position.START);

  private PositionsText() {}

  /** The text. */
  public static String write(List<Position> positions) {
    return positions.subList(0, period(positions)).stream()
        .map(Position::toString)
        .collect(Collectors.joining(" "));
  }

  /** Reads a text, of so many partitions. */
  public static List<Position> read(String text, int count) {
    List<Position> period = Arrays.stream(text.split(" ", -1)).map(Position::parse).toList();
    List<Position> positions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      positions.add(period.get(i % period.size()));
    }
    return positions;
  }

  private static int period(List<Position> positions) {
    for (int length = 1; length < positions.size(); length++) {
      if (repeats(positions, length)) {
        return length;
      }
    }
    return positions.size();
  }

  private static boolean repeats(List<Position> positions, int length) {
    for (int i = length; i < positions.size(); i++) {
      if (!positions.get(i).equals(positions.get(i - length))) {
        return false;
      }
    }
    return true;
  }
}
