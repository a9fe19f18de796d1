package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StreamId;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what the lanes of a stream settled, and how far they came: what becomes durable together.
 */
final class StreamCheckpoint {
  private final StreamId id;
  private final List<Position> start;
  private final List<Lane> lanes;
  private List<Position> collected;

  /** One that begins at a position for each partition; the lanes may be added later. */
  StreamCheckpoint(StreamId id, List<Position> start, List<Lane> lanes) {
    this.id = id;
    this.start = List.copyOf(start);
    this.lanes = lanes;
    this.collected = this.start;
  }

  /** What was settled since the last time, and the checkpoint if it moved. */
  List<StateChange> collect() {
    List<StateChange> changes = new ArrayList<>();
    Settlement all = new Settlement();
    Position[] done = new Position[lanes.size()];
    for (Lane lane : lanes) {
      Inbox.Saved saved = lane.inbox().collect();
      all.merge(saved.settlement());
      done[lane.number()] = saved.done();
    }
    changes.addAll(all.changes(id.replicator()));
    List<Position> positions = positions(done);
    if (!positions.equals(collected)) {
      changes.add(new StateChange.SaveCheckpoint(id, positions));
      collected = positions;
    }
    return changes;
  }

  /** Where each partition stands now, saved or not. */
  List<Position> positions() {
    return positions(lanes.stream().map(lane -> lane.inbox().doneBelow()).toArray(Position[]::new));
  }

  private List<Position> positions(Position[] done) {
    List<Position> positions = new ArrayList<>(Partition.COUNT);
    for (int partition = 0; partition < Partition.COUNT; partition++) {
      positions.add(Position.max(start.get(partition), done[partition % done.length]));
    }
    return positions;
  }
}
