package io.s3db.replicator.state;

import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import java.util.List;
import java.util.Set;

/**
 * One change of the state. Changes given together, or in order, become durable together, or in
 * order.
 */
public sealed interface StateChange {
  /**
   * Everything before these positions is done.
   *
   * @param positions one per partition, 256 in all
   */
  record SaveCheckpoint(StreamId stream, List<Position> positions) implements StateChange {}

  /** The stream is no more. */
  record DropStream(StreamId stream) implements StateChange {}

  /** A change waits here instead of in the journal; replaces the one of the same delivery. */
  record Park(ParkedChange change) implements StateChange {}

  /** A parked change was delivered, superseded or buried. */
  record Unpark(StreamId stream, DeliveryId id) implements StateChange {}

  /** A delivery was refused for good; replaces the one of the same delivery. */
  record Bury(DeadLetter letter) implements StateChange {}

  /** A dead letter's status changed. */
  record Mark(String replicator, DeliveryId id, DeadLetter.Status status) implements StateChange {}

  /** The row of a source record has this key, which is not the record's id. */
  record MapKey(String replicator, String target, String resource, String recordId, Key key)
      implements StateChange {}

  /** The row of a source record is gone. */
  record UnmapKey(String replicator, String target, String resource, String recordId)
      implements StateChange {}

  /**
   * A delivery under this key was refused. An earlier attempt may have left a row there all the
   * same, if its answer was lost.
   */
  record SuspectKey(String replicator, String target, String resource, String recordId, Key key)
      implements StateChange {}

  /** No row of a source record is suspected any more. */
  record ClearSuspects(String replicator, String target, String resource, String recordId)
      implements StateChange {}

  /** A counter grew. */
  record Count(String replicator, String counter, long by) implements StateChange {}

  /** Rows were written with these fields, on this way from a resource to a target. */
  record WriteFields(String replicator, String route, Set<String> fields) implements StateChange {
    /** Copies the fields. */
    public WriteFields {
      fields = Set.copyOf(fields);
    }
  }

  /**
   * The replication log is to hold this entry; replaces the one of the same delivery at the same
   * destination, but keeps its id.
   */
  record Log(LogEntry entry) implements StateChange {}

  /** The status of a delivery's entry in the replication log changed, if it has one. */
  record Relog(String replicator, DeliveryId id, LogEntry.Status status) implements StateChange {}

  /** An entry of the replication log was written to its resource, in this revision. */
  record LogWritten(String entryId, long revision) implements StateChange {}
}
