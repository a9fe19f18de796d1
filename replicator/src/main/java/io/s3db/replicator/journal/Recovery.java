package io.s3db.replicator.journal;

import io.s3db.replicator.journal.FileLayer.OpenFile;
import io.s3db.replicator.journal.Journal.InDoubt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes sense of the folder at open: finds where the frames end, tells a torn tail from damage,
 * cuts the tail off, and finds the intents without outcome.
 *
 * <p>Every frame and every header notes an offset that was known to be on disk before it was
 * written. A break below the largest such note is damage and is reported; a break above it is a
 * tail that was never acknowledged as durable, and is cut off. Every step can be interrupted and
 * done again.
 */
final class Recovery {
  private final FileLayer files;
  private final Path folder;

  /**
   * What was found.
   *
   * @param end the offset behind the last frame
   * @param open the intents without outcome, by offset
   */
  record Found(List<Segment> segments, long end, SortedMap<Long, OpenIntent> open) {}

  /** An intent whose outcome is not known, and the segment it lies in. */
  record OpenIntent(Segment segment, InDoubt write, int partition, int bytes) {}

  /** A file of the folder; its header is null if it was never finished. */
  record Candidate(Path file, long id, long size, @Nullable SegmentHeader header) {
    /** A segment with the header it might have had. */
    Segment assumed(int run, long base) {
      JournalId anyone = new JournalId("0".repeat(16));
      return new Segment(file, new SegmentHeader(id, run, run, anyone, base, 0, 0, 0), size);
    }
  }

  Recovery(FileLayer files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /** Recovers the folder; nothing if it holds no journal yet. */
  Optional<Found> run() throws IOException {
    while (true) {
      List<Candidate> candidates = candidates();
      List<Segment> segments = usable(candidates);
      if (segments.isEmpty()) {
        discardUnused(candidates);
        return Optional.empty();
      }
      Optional<Found> found = scan(segments, candidates);
      if (found.isPresent()) {
        return found;
      }
    }
  }

  private List<Candidate> candidates() throws IOException {
    TreeMap<Long, Candidate> byId = new TreeMap<>();
    for (String name : files.list(folder)) {
      long id = Segment.id(name).orElse(-1);
      if (id >= 0) {
        byId.put(id, candidate(folder.resolve(name), id));
      }
    }
    return List.copyOf(byId.values());
  }

  private Candidate candidate(Path path, long id) throws IOException {
    try (OpenFile file = files.open(path, false)) {
      byte[] bytes = new byte[SegmentHeader.SIZE];
      file.read(0, bytes, 0, bytes.length);
      return new Candidate(path, id, file.size(), SegmentHeader.parse(bytes, path).orElse(null));
    }
  }

  /** The segments with a header, from the oldest on, without a gap. */
  private List<Segment> usable(List<Candidate> candidates) {
    List<Segment> segments = new ArrayList<>();
    long expected = candidates.isEmpty() ? 0 : candidates.getFirst().id();
    for (Candidate candidate : candidates) {
      SegmentHeader header = candidate.header();
      if (candidate.id() != expected++) {
        throw Failures.mixed(candidate.file(), "segment " + (expected - 1) + " is missing");
      }
      if (header == null) {
        break;
      }
      check(candidate, header, segments);
      segments.add(new Segment(candidate.file(), header, candidate.size()));
    }
    return segments;
  }

  private static void check(Candidate candidate, SegmentHeader header, List<Segment> before) {
    if (header.id() != candidate.id()) {
      throw Failures.mixed(candidate.file(), "its header says segment " + header.id());
    }
    if (!before.isEmpty() && !header.journal().equals(before.getFirst().header.journal())) {
      throw Failures.mixed(candidate.file(), "it is of journal " + header.journal());
    }
  }

  /** No segment was ever finished: what is there was made by an open that did not get far. */
  private void discardUnused(List<Candidate> candidates) throws IOException {
    for (Candidate candidate : candidates) {
      long at = firstWritten(candidate);
      if (at >= SegmentHeader.SIZE) {
        throw Failures.damaged(candidate.file(), 0, "its header is not readable");
      }
    }
    for (Candidate candidate : candidates.reversed()) {
      delete(candidate.file());
    }
  }

  /** Where the first byte behind the header is that is not zero; -1 if there is none. */
  private long firstWritten(Candidate candidate) {
    Segment segment = candidate.assumed(1, 0);
    try (Window window = new Window(files)) {
      for (long offset = 0; offset + Long.BYTES <= segment.limit(); offset += Long.BYTES) {
        if (window.isWritten(segment, offset)) {
          return segment.at(offset);
        }
      }
      return -1;
    }
  }

  /** Reads what is needed; nothing if a tail was cut off and all must be looked at again. */
  private Optional<Found> scan(List<Segment> segments, List<Candidate> candidates)
      throws IOException {
    SegmentHeader last = segments.getLast().header;
    int first = Segments.indexOf(segments, Math.min(last.settledBelow(), last.synced()));
    for (Segment unread : segments.subList(0, first)) {
      unread.lastOutcome = last.base() - 1; // somewhere below: that is what settledBelow says
    }
    try (Window window = new Window(files)) {
      RecoveryScan scan = new RecoveryScan(window);
      for (int i = first; i < segments.size(); i++) {
        Segment segment = segments.get(i);
        scan.walk(segment);
        boolean isLast = i + 1 == segments.size();
        if (!isLast && segments.get(i + 1).base() < scan.end) {
          throw Failures.mixed(segments.get(i + 1).file, "it repeats offsets of the one before");
        }
        if (isLast || segments.get(i + 1).base() > scan.end) {
          List<Candidate> behind = candidates.subList(i + 1, candidates.size());
          new Damage(window).refuse(scan, segments, segment, behind);
          cut(segment, scan.end, behind);
          if (!isLast) {
            return Optional.empty();
          }
        }
      }
      force(segments, Math.max(scan.synced, Damage.known(segments)));
      segments.forEach(segment -> segment.durable = true);
      return Optional.of(new Found(segments, scan.end, scan.decode(segments)));
    }
  }

  /** Removes what lies behind the last frame, newest file first, so that it can be done again. */
  private void cut(Segment segment, long end, List<Candidate> behind) throws IOException {
    for (Candidate candidate : behind.reversed()) {
      delete(candidate.file());
    }
    if (segment.limit() > end) {
      try (OpenFile file = files.open(segment.file, true)) {
        file.truncate(segment.at(end));
        file.force();
      }
      segment.fileSize = segment.at(end);
    }
  }

  private void delete(Path file) throws IOException {
    files.delete(file);
    files.forceFolder(folder);
  }

  /** What a killed process left to the operating system is not on disk yet. */
  private void force(List<Segment> segments, long synced) throws IOException {
    for (Segment segment : segments) {
      if (segment.limit() > synced) {
        try (OpenFile file = files.open(segment.file, true)) {
          file.force();
        }
      }
    }
  }
}
