package io.s3db.replicator.journal;

import io.s3db.replicator.journal.IntentCodec.Intent;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads changes from the files: walks frames, and for each wanted outcome fetches its intent. */
final class ChangeReader {
  private final FileLayer files;
  private final JournalId journal;

  ChangeReader(FileLayer files, JournalId journal) {
    this.files = files;
    this.journal = journal;
  }

  /**
   * Reads from one offset up to another.
   *
   * @param segments all that are kept
   */
  Changes read(
      List<Segment> segments,
      long from,
      long to,
      IntPredicate wanted,
      int maxChanges,
      long maxBytes) {
    List<Change> found = new ArrayList<>();
    long oldest = segments.getFirst().base();
    int released = 0;
    long bytes = 0;
    long at = from;
    int index = Segments.indexOf(segments, from);
    try (Window frames = new Window(files);
        Window intents = new Window(files)) {
      while (at < to && found.size() < maxChanges && (found.isEmpty() || bytes < maxBytes)) {
        while (index + 1 < segments.size() && segments.get(index + 1).base() <= at) {
          index++;
        }
        Segment segment = segments.get(index);
        Frame frame = frame(frames, segment, at);
        if (wanted.test(frame.partition())) {
          if (isReleased(frames, segment, frame, oldest)) {
            released++;
          } else {
            @Nullable Change change = change(frames, intents, segments, segment, frame);
            if (change != null) {
              found.add(change);
              bytes += change.bytes();
            }
          }
        }
        at = frame.next();
      }
      while (index + 1 < segments.size() && segments.get(index + 1).base() <= at) {
        index++;
      }
      return new Changes(found, new Position(segments.get(index).run(), at), released);
    }
  }

  /** Whether a frame tells of an intent that lies in front of the oldest segment. */
  private static boolean isReleased(Window frames, Segment segment, Frame frame, long oldest) {
    return frame.type() == Frame.APPLIED
        && Outcomes.intentOffset(content(frames, segment, frame)) < oldest;
  }

  static Frame frame(Window window, Segment segment, long offset) {
    Frame frame = window.header(segment, offset);
    if (frame == null) {
      throw Failures.damaged(segment.file, segment.at(offset), "no valid frame begins there");
    }
    if (!frame.isKnown()) {
      throw Failures.unknownFrame(segment.file, segment.at(offset), frame.type());
    }
    return frame;
  }

  /** The change that a frame makes readable, if it is one that does. */
  private @Nullable Change change(
      Window frames, Window intents, List<Segment> segments, Segment segment, Frame frame) {
    return switch (frame.type()) {
      case Frame.APPLIED -> applied(frames, intents, segments, segment, frame);
      case Frame.SNAPSHOT, Frame.FOREIGN -> snapshot(frames, segment, frame);
      default -> null; // nothing to deliver, or erased
    };
  }

  private static Change snapshot(Window frames, Segment segment, Frame frame) {
    ByteBuffer content = content(frames, segment, frame);
    boolean foreign = frame.type() == Frame.FOREIGN;
    Snapshot snapshot = decode(segment, frame, () -> SnapshotCodec.decode(content, foreign));
    return new Change(
        new Position(segment.run(), frame.offset()),
        frame.partition(),
        snapshot.event(),
        frame.size(),
        snapshot.recipient());
  }

  private @Nullable Change applied(
      Window frames, Window intents, List<Segment> segments, Segment segment, Frame outcome) {
    ByteBuffer link = content(frames, segment, outcome);
    long offset = Outcomes.intentOffset(link);
    long sequence = Outcomes.sequence(link);
    int run = Outcomes.intentRun(link);
    Segment home = segments.get(Segments.indexOf(segments, offset));
    Frame frame = frame(intents, home, offset);
    if (frame.type() == Frame.ERASED) {
      return null;
    }
    ByteBuffer content = content(intents, home, frame);
    Intent intent = decode(home, frame, () -> IntentCodec.decode(content));
    if (intent.sequence() != sequence || home.run() != run || frame.type() != Frame.INTENT) {
      throw Failures.damaged(
          home.file,
          home.at(offset),
          "it is not the intent that an outcome at " + outcome + " names");
    }
    EventId id = new EventId(journal, run, sequence);
    Position position = new Position(segment.run(), outcome.offset());
    return new Change(
        position, outcome.partition(), ChangeEvent.of(id, intent.write()), frame.size(), null);
  }

  static <T> T decode(Segment segment, Frame frame, Supplier<T> codec) {
    try {
      return codec.get();
    } catch (RuntimeException e) {
      throw Failures.damaged(
          segment.file, segment.at(frame.offset()), "it cannot be read as a change: " + e);
    }
  }

  static ByteBuffer content(Window window, Segment segment, Frame frame) {
    ByteBuffer content = window.content(segment, frame);
    if (content == null) {
      throw Failures.damaged(
          segment.file, segment.at(frame.offset()), "the checksum of its content is wrong");
    }
    return content;
  }
}
