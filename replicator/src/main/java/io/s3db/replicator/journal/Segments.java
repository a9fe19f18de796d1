package io.s3db.replicator.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The segments of a journal, oldest first. Readers see a list that never changes. */
final class Segments {
  private final Path folder;
  private volatile List<Segment> all;

  Segments(Path folder, List<Segment> all) {
    this.folder = folder;
    this.all = List.copyOf(all);
  }

  List<Segment> all() {
    return all;
  }

  synchronized void add(Segment segment) {
    List<Segment> more = new ArrayList<>(all);
    more.add(segment);
    all = List.copyOf(more);
  }

  synchronized void removeOldest() {
    all = all.subList(1, all.size());
  }

  long size() {
    return all.stream().mapToLong(segment -> segment.fileSize).sum();
  }

  /** Which segment of a list an offset lies in. */
  static int indexOf(List<Segment> segments, long offset) {
    int index = segments.size() - 1;
    while (index > 0 && segments.get(index).base() > offset) {
      index--;
    }
    return index;
  }

  /**
   * Where reading from a position begins.
   *
   * <p>A position behind the end of an earlier run means the beginning of the next one: the tail of
   * that run was lost before it was durable, and nothing of the later run was read.
   *
   * @throws JournalException if changes behind the position are gone
   */
  long locate(Position position) {
    List<Segment> segments = all;
    Segment oldest = segments.getFirst();
    Segment newest = segments.getLast();
    Position floor = new Position(oldest.header.previousRun(), oldest.base());
    if (position.compareTo(floor) < 0 || position.run() > newest.run()) {
      throw Failures.missing(position, "the journal in " + folder, oldest.begin());
    }
    for (Segment segment : segments) {
      if (segment.run() > position.run() && position.offset() >= segment.base()) {
        return segment.base();
      }
      if (segment.run() > position.run()) {
        break;
      }
    }
    return Math.max(position.offset(), oldest.base());
  }
}
