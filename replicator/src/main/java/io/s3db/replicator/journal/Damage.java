package io.s3db.replicator.journal;

import java.util.List;

/** Tells damage behind the last frame that can be read from a tail that was never on disk. */
final class Damage {
  private final Window window;

  Damage(Window window) {
    this.window = window;
  }

  /** Throws if the disk is known to have had what cannot be read behind the last frame. */
  void refuse(
      RecoveryScan scan, List<Segment> segments, Segment broken, List<Recovery.Candidate> behind) {
    long known = Math.max(scan.synced, known(segments));
    known = Math.max(known, noted(broken, scan.end, behind));
    if (known > scan.end) {
      throw Failures.damaged(
          broken.file,
          broken.at(scan.end),
          "no valid frame there (offset "
              + scan.end
              + "), though the disk is known to have had everything up to offset "
              + known);
    }
  }

  /** The largest offset that a header notes as being on disk. */
  static long known(List<Segment> segments) {
    return segments.stream().mapToLong(segment -> segment.header.synced()).max().orElse(0);
  }

  /** The largest synced offset that any frame behind a break notes. */
  private long noted(Segment broken, long from, List<Recovery.Candidate> behind) {
    long known = search(broken, from);
    boolean adjacent = true;
    for (Recovery.Candidate candidate : behind) {
      SegmentHeader header = candidate.header();
      if (header != null) {
        Segment segment = new Segment(candidate.file(), header, candidate.size());
        known = Math.max(known, Math.max(header.synced(), search(segment, header.base())));
      } else if (adjacent) {
        known = Math.max(known, search(candidate.assumed(1, from), from));
      }
      adjacent = false;
    }
    return known;
  }

  private long search(Segment segment, long from) {
    long known = 0;
    for (long at = from; at + Frame.HEADER <= segment.limit(); at += Frame.ALIGNMENT) {
      if (window.isWritten(segment, at)) {
        Frame frame = window.header(segment, at);
        known = frame == null ? known : Math.max(known, frame.synced());
      }
    }
    return known;
  }
}
