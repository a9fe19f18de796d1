package io.s3db.replicator.journal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of the journal, and what keeps it from being deleted. */
final class Segment {
  private static final Pattern NAME = Pattern.compile("(\\d{10,18})\\.segment");

  final Path file;
  final SegmentHeader header;

  /** The length of the file. */
  volatile long fileSize;

  /** Whether its header is known to be on disk; until then the segment before it must stay. */
  volatile boolean durable;

  /** Intents in it that have no outcome yet. Changed under the lock of the log. */
  int open;

  /** The offset of the last outcome of an intent in it. Changed under the lock of the log. */
  long lastOutcome = -1;

  Segment(Path file, SegmentHeader header, long fileSize) {
    this.file = file;
    this.header = header;
    this.fileSize = fileSize;
  }

  static Path file(Path folder, long id) {
    return folder.resolve(String.format(Locale.ROOT, "%010d.segment", id));
  }

  /** The id in the name of a file, if it is one of a segment. */
  static OptionalLong id(String name) {
    Matcher match = NAME.matcher(name);
    return match.matches() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
  }

  long id() {
    return header.id();
  }

  int run() {
    return header.run();
  }

  long base() {
    return header.base();
  }

  /** Where an offset of the journal lies in the file. */
  long at(long offset) {
    return SegmentHeader.SIZE + offset - base();
  }

  /** The offset at which the file ends. */
  long limit() {
    return base() + fileSize - SegmentHeader.SIZE;
  }

  Position begin() {
    return new Position(run(), base());
  }
}
