package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.backfill.SyncProgress.Tally;
import io.s3db.replicator.capture.Watch;
import io.s3db.replicator.journal.ChangeEvent.Deleted;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.Snapshot;
import io.s3db.replicator.journal.Snapshot.Recipient;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.StoredRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts right what a verification found: records are sent again, and rows of ours without a record
 * are removed, through the journal as in a sync.
 *
 * <p>A removal carries the version that the row had when it was read: a row that has moved since is
 * newer, and stays.
 */
final class Repairs implements AutoCloseable {
  private final SyncParts parts;
  private final Receiver receiver;
  private final boolean wanted;
  private final String id;
  private final Pacer pacer;
  private final Reads reads;
  private final List<String> copies = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();
  private long done;

  private record Removal(String recordId, StoredRow row) {}

  Repairs(SyncParts parts, Receiver receiver, boolean wanted, String id) {
    this.parts = parts;
    this.receiver = receiver;
    this.wanted = wanted;
    this.id = id;
    this.pacer = new Pacer(receiver, parts, 0, new Stop(), _ -> {});
    this.reads = new Reads(parts.records());
  }

  void copy(Route route, String recordId) {
    if (wanted && route.actions().contains(Operation.INSERT)) {
      copies.add(recordId);
    }
  }

  void remove(Route route, KeyFields keys, StoredRow row) {
    if (wanted && row.version().isPresent()) {
      boolean isId =
          keys.fromRecordId() || (route.transform() == null && row.key().names().size() == 1);
      Object first = row.key().toMap().values().iterator().next();
      removals.add(new Removal(isId ? String.valueOf(first) : row.key().toJson(), row));
    }
  }

  /** Puts what was collected into the journal. */
  void flush(Route route) throws InterruptedException, SyncHalt {
    Recipient recipient = new Recipient(receiver.id(), route.mapping());
    Chunk chunk =
        new Chunk(parts, reads, recipient, id, SyncOptions.all(), _ -> {}, pacer::awaitJournal);
    int most = Math.max(1, receiver.window() / 2);
    for (int from = 0; from < copies.size(); from += most) {
      List<String> some = copies.subList(from, Math.min(copies.size(), from + most));
      pacer.awaitRoom(some.size());
      Tally tally = chunk.copy(route.resource(), some, List.of(route));
      pacer.sent(tally);
      done += tally.copied + tally.superseded;
    }
    for (Removal each : removals) {
      pacer.awaitRoom(1);
      remove(route, recipient, each);
    }
    copies.clear();
    removals.clear();
  }

  private void remove(Route route, Recipient recipient, Removal removal)
      throws InterruptedException {
    try (Watch watch = parts.capture().watch(route.resource(), List.of(removal.recordId()));
        Watch.Turn _ = watch.turn(removal.recordId())) {
      if (!(reads.one(route.resource(), removal.recordId()) instanceof Reads.Result.Gone)) {
        return; // it is there again
      }
      Document key = removal.row().key();
      var version = removal.row().version().orElseThrow();
      parts
          .journal()
          .append(
              new Snapshot(
                  recipient,
                  new Deleted(
                      EventId.ofSnapshot(id, route.resource(), removal.recordId()),
                      route.resource(),
                      removal.recordId(),
                      version.tombstone(),
                      Instant.ofEpochMilli(version.millis()),
                      key)));
      done++;
    }
  }

  /** How many rows were sent again or removed since the last time. */
  long done() {
    long now = done;
    done = 0;
    return now;
  }

  @Override
  public void close() {
    reads.close();
  }
}
