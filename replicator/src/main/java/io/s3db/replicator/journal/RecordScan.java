package io.s3db.replicator.journal;

import io.s3db.replicator.journal.IntentCodec.Intent;
import io.s3db.replicator.journal.RecordTraces.Kind;
import io.s3db.replicator.journal.RecordTraces.Trace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of one record, the newest segment first. Frames of other partitions are passed
 * over by their headers, so about one in 256 is looked at.
 */
final class RecordScan {
  private final FileLayer files;
  private final JournalId journal;
  private final String resource;
  private final String recordId;
  private final int partition;
  private final Map<Long, Fate> fates = new HashMap<>();

  /** What became of an intent, and the position of that. */
  private record Fate(Kind kind, Position position) {}

  /** A frame that holds the record, and what it says. */
  record Found(Segment segment, Frame frame, Trace trace) {}

  /** An intent or a snapshot, before the outcomes behind it are known. */
  private record Candidate(
      Frame frame, ChangeEvent event, Snapshot.@Nullable Recipient recipient) {}

  RecordScan(FileLayer files, JournalId journal, String resource, String recordId) {
    this.files = files;
    this.journal = journal;
    this.resource = resource;
    this.recordId = recordId;
    this.partition = Partition.of(resource, recordId);
  }

  /**
   * Looks through one segment; every later one was looked through before.
   *
   * @param end the offset behind its last frame
   */
  List<Found> segment(Segment segment, long end) {
    List<Candidate> candidates = new ArrayList<>();
    try (Window window = new Window(files)) {
      for (long at = segment.base(); at < end; ) {
        Frame frame = ChangeReader.frame(window, segment, at);
        if (frame.partition() == partition) {
          note(window, segment, frame, candidates);
        }
        at = frame.next();
      }
    }
    return candidates.stream().map(each -> found(segment, each)).toList();
  }

  private void note(Window window, Segment segment, Frame frame, List<Candidate> candidates) {
    switch (frame.type()) {
      case Frame.APPLIED, Frame.VOID -> {
        Kind kind = frame.type() == Frame.APPLIED ? Kind.APPLIED : Kind.VOID;
        Position position = new Position(segment.run(), frame.offset());
        ByteBuffer content = ChangeReader.content(window, segment, frame);
        fates.put(Outcomes.intentOffset(content), new Fate(kind, position));
      }
      case Frame.INTENT -> {
        ByteBuffer content = ChangeReader.content(window, segment, frame);
        if (IntentCodec.isOf(content, resource, recordId)) {
          Intent intent = ChangeReader.decode(segment, frame, () -> IntentCodec.decode(content));
          EventId id = new EventId(journal, segment.run(), intent.sequence());
          candidates.add(new Candidate(frame, ChangeEvent.of(id, intent.write()), null));
        }
      }
      case Frame.SNAPSHOT, Frame.FOREIGN -> {
        ByteBuffer content = ChangeReader.content(window, segment, frame);
        Snapshot snapshot =
            ChangeReader.decode(
                segment, frame, () -> SnapshotCodec.decode(content, frame.type() == Frame.FOREIGN));
        ChangeEvent event = snapshot.event();
        if (event.resource().equals(resource) && event.recordId().equals(recordId)) {
          candidates.add(new Candidate(frame, event, snapshot.recipient()));
        }
      }
      default -> {} // nothing of a record
    }
  }

  private Found found(Segment segment, Candidate candidate) {
    Position own = new Position(segment.run(), candidate.frame().offset());
    Fate fate =
        candidate.frame().type() != Frame.INTENT
            ? new Fate(Kind.APPLIED, own)
            : fates.getOrDefault(own.offset(), new Fate(Kind.OPEN, own));
    return new Found(
        segment,
        candidate.frame(),
        new Trace(fate.position(), fate.kind(), candidate.event(), candidate.recipient()));
  }
}
