package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.Changes;
import io.s3db.replicator.journal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Reads the journal once for all lanes, as long as any of them is hungry.
 *
 * <p>Never interrupted: it may be in the middle of reading a file that others read too.
 */
final class Reader {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Journal journal;
  private final List<Lane> lanes;
  private final Inbox.Limits chunk;
  private final Timer timer;
  private final BooleanSupplier stopping;
  private final Doorbell doorbell = new Doorbell();
  private volatile Position cursor;

  Reader(
      Journal journal,
      List<Lane> lanes,
      Inbox.Limits chunk,
      Position from,
      Timer timer,
      BooleanSupplier stopping) {
    this.journal = journal;
    this.lanes = lanes;
    this.chunk = chunk;
    this.cursor = from;
    this.timer = timer;
    this.stopping = stopping;
  }

  void run() throws InterruptedException {
    while (!stopping.getAsBoolean()) {
      List<Lane> fed = lanes.stream().filter(lane -> lane.inbox().joins(cursor)).toList();
      if (fed.stream().noneMatch(lane -> lane.inbox().hungry())) {
        doorbell.await(timer, Instant.MAX);
        continue;
      }
      Changes read = journal.read(cursor, p -> isFed(fed, p), chunk.changes(), chunk.bytes());
      handOut(read, fed);
      boolean atEnd = read.changes().isEmpty() && read.next().equals(cursor);
      cursor = read.next();
      if (atEnd) {
        journal.awaitBeyond(cursor, GLANCE);
      }
    }
  }

  /** A lane needs more, or has caught up, or all are to stop. */
  void ring() {
    doorbell.ring();
  }

  private boolean isFed(List<Lane> fed, int partition) {
    Lane owner = lanes.get(partition % lanes.size());
    return fed.size() == lanes.size() || fed.contains(owner);
  }

  private void handOut(Changes read, List<Lane> fed) {
    List<List<Change>> shares = new ArrayList<>();
    lanes.forEach(_ -> shares.add(new ArrayList<>()));
    for (Change change : read.changes()) {
      shares.get(change.partition() % lanes.size()).add(change);
    }
    for (Lane lane : fed) {
      lane.give(shares.get(lane.number()), read.next());
    }
  }
}
