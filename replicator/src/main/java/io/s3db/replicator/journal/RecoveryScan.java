package io.s3db.replicator.journal;

import io.s3db.replicator.journal.IntentCodec.Intent;
import io.s3db.replicator.journal.Journal.InDoubt;
import io.s3db.replicator.journal.Journal.Logged;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Walks frames and remembers intents until their outcome comes. */
final class RecoveryScan {
  private final Window window;
  private final Map<Long, Segment> open = new TreeMap<>();
  private final Map<Long, Segment> erased = new HashMap<>();

  /** The offset behind the last frame. */
  long end;

  /** The largest offset that was noted as being on disk. */
  long synced;

  RecoveryScan(Window window) {
    this.window = window;
  }

  void walk(Segment segment) {
    end = segment.base();
    synced = Math.max(synced, segment.header.synced());
    while (true) {
      Frame frame = window.header(segment, end);
      ByteBuffer content = frame == null ? null : window.content(segment, frame);
      if (frame == null || content == null) {
        return;
      }
      synced = Math.max(synced, frame.synced());
      note(segment, frame, content);
      end = frame.next();
    }
  }

  private void note(Segment segment, Frame frame, ByteBuffer content) {
    switch (frame.type()) {
      case Frame.INTENT -> {
        open.put(frame.offset(), segment);
        segment.open++;
      }
      case Frame.APPLIED, Frame.VOID -> {
        Segment of = open.remove(Outcomes.intentOffset(content));
        if (of != null) {
          of.open--;
        } else {
          of = erased.remove(Outcomes.intentOffset(content));
        }
        if (of != null) {
          of.lastOutcome = frame.offset();
        }
      }
      // It has an outcome, and its segment must be there when that is read.
      case Frame.ERASED -> erased.put(frame.offset(), segment);
      case Frame.CLOSE, Frame.SNAPSHOT, Frame.FOREIGN -> {} // nothing is open because of them
      default ->
          throw Failures.unknownFrame(segment.file, segment.at(frame.offset()), frame.type());
    }
  }

  SortedMap<Long, Recovery.OpenIntent> decode(List<Segment> segments) {
    TreeMap<Long, Recovery.OpenIntent> decoded = new TreeMap<>();
    open.forEach(
        (offset, segment) -> decoded.put(offset, decode(segment, offset, segments.getFirst())));
    return decoded;
  }

  private Recovery.OpenIntent decode(Segment segment, long offset, Segment first) {
    Frame frame = window.header(segment, offset);
    ByteBuffer content = frame == null ? null : window.content(segment, frame);
    if (frame == null || content == null) {
      throw Failures.damaged(segment.file, segment.at(offset), "an intent changed meanwhile");
    }
    Intent intent = IntentCodec.decode(content);
    EventId id = new EventId(first.header.journal(), segment.run(), intent.sequence());
    Logged logged = new Logged(id, new Position(segment.run(), offset));
    return new Recovery.OpenIntent(
        segment, new InDoubt(logged, intent.write()), frame.partition(), frame.size());
  }
}
