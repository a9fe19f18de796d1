package io.s3db.replicator.backfill;

import io.s3db.S3dbException;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.backfill.SyncNote.Phase;
import io.s3db.replicator.backfill.SyncProgress.Tally;
import io.s3db.replicator.journal.Snapshot.Recipient;
import io.s3db.replicator.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sync at work, in a thread of its own: lists, reads, puts into the journal, keeps its place.
 *
 * <p>Its place is kept only behind what the journal has durably. So after a crash some records are
 * copied again, under the same ids, and none is left out.
 */
final class Copying {
  private static final Logger LOG = LoggerFactory.getLogger(Copying.class);
  private static final Duration BETWEEN_SAVES = Duration.ofMillis(100);

  private final SyncParts parts;
  private final Receiver receiver;
  private final SyncOptions options;
  private final SyncNotes notes;
  private final Stop stop = new Stop();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Pacer pacer;
  private final Patience patience;
  private final Thread thread;
  private volatile SyncNote note;
  private volatile String waiting = "";
  private long saved;

  Copying(SyncParts parts, Receiver receiver, SyncOptions options, SyncNotes notes, SyncNote note) {
    this.parts = parts;
    this.receiver = receiver;
    this.options = options;
    this.notes = notes;
    this.note = note;
    this.pacer = new Pacer(receiver, parts, options.rateLimit(), stop, this::waitsFor);
    this.patience = new Patience(stop, this::waitsFor);
    this.saved = parts.nanos().getAsLong() - BETWEEN_SAVES.toNanos();
    this.thread = Thread.ofVirtual().name("s3db-sync-" + receiver.id()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void waitsFor(String reason) {
    if (!reason.isEmpty() && waiting.isEmpty()) {
      LOG.info("the sync of '{}' waits: {}", receiver.id(), reason);
    }
    waiting = reason;
  }

  private void run() {
    try (Counting _ = Counting.start(parts.records(), note, this::counted)) {
      tell();
      begin();
      copy();
      deliver();
    } catch (InterruptedException _) {
      endIfCancelled();
    } catch (SyncHalt e) {
      end(e.forGood() ? Phase.FAILED : Phase.HALTED, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      if (stop.isTold()) {
        endIfCancelled(); // a call was interrupted
      } else {
        brokenBy(e);
      }
    } finally {
      ended.countDown();
    }
  }

  private void endIfCancelled() {
    if (stop.isCancelled()) {
      end(Phase.CANCELLED, "It was cancelled; what was copied until then is delivered.");
    }
  }

  private void brokenBy(Throwable cause) {
    LOG.error("the sync of '{}' stopped; its progress is kept", receiver.id(), cause);
    if (cause instanceof S3dbException known && Patience.isFinal(known)) {
      waiting = known.getMessage() + " The sync goes on once the database is opened again.";
    } else {
      end(
          Phase.HALTED,
          "It stopped because of "
              + cause
              + ". Started again with the same options it goes on where it was.");
    }
  }

  private void begin() throws InterruptedException {
    if (note.phase() == Phase.STARTING) {
      if (receiver.state() == ReplicatorState.NEEDS_SYNC) {
        receiver.startOver();
      }
      save(note.copying());
    }
  }

  private void copy() throws InterruptedException, SyncHalt {
    try (Reads reads = new Reads(parts.records())) {
      Recipient recipient = new Recipient(receiver.id(), Recipient.ALL);
      Chunk chunk =
          new Chunk(
              parts, reads, recipient, note.id(), options, this::unreadable, pacer::awaitJournal);
      while (note.phase() == Phase.COPYING && note.index() < note.resources().size()) {
        copy(note.resources().get(note.index()), chunk);
        save(note.at(note.index() + 1, null, note.progress()));
      }
    }
    if (note.phase() == Phase.COPYING) {
      save(note.delivering(parts.journal().end()));
    }
  }

  private void copy(String resource, Chunk chunk) throws InterruptedException, SyncHalt {
    List<Route> routes =
        receiver.routes().stream().filter(each -> each.resource().equals(resource)).toList();
    IdWalk walk = new IdWalk(parts.records(), resource, note.after());
    while (true) {
      int most = pacer.chunk();
      List<String> ids =
          patience.untilDone("Listing the records of '" + resource + "'", () -> walk.next(most));
      if (ids.isEmpty()) {
        return;
      }
      Tally tally =
          patience.untilDone(
              "Copying records of '" + resource + "'",
              () -> {
                pacer.awaitRoom(ids.size());
                Tally copied = chunk.copy(resource, ids, routes);
                parts.journal().force();
                return copied;
              });
      pacer.sent(tally);
      advance(ids.getLast(), tally);
    }
  }

  private synchronized void advance(String last, Tally tally) {
    note = note.at(note.index(), last, note.progress().plus(tally));
    long now = parts.nanos().getAsLong();
    if (now - saved >= BETWEEN_SAVES.toNanos()) {
      notes.save(note);
      saved = now;
    }
  }

  private void deliver() throws InterruptedException, SyncHalt {
    if (note.end() != null) {
      pacer.awaitSettled(note.end());
      if (options.takesAllRecords()) {
        receiver.synced(note.id(), note.resources());
      }
      end(Phase.FINISHED, note.remedy() ? remainder() : "");
    }
  }

  private String remainder() {
    return "Records that were deleted while '%s' missed changes may have left rows there: a verification with repair finds and removes them."
        .formatted(receiver.id());
  }

  private void unreadable(String message) {
    LOG.warn(
        "the sync of '{}' leaves out a record that cannot be read: {}", receiver.id(), message);
    parts
        .events()
        .publish(
            new ReplicationEvent.Warned(
                receiver.id(), parts.time().instant(), "SYNC_UNREADABLE", note.id(), message));
  }

  private synchronized void counted(long total) {
    save(note.counted(total));
  }

  private synchronized void save(SyncNote next) {
    note = next;
    notes.save(next);
  }

  /** Its place is not to be known by this record any more. */
  synchronized void forget(String resource, String recordId) {
    if (note.standsAt(resource, recordId)) {
      save(note.at(note.index(), null, note.progress()));
    }
  }

  private void end(Phase phase, String reason) {
    waiting = "";
    try {
      save(note.ended(phase, reason, parts.time().instant()));
    } catch (RuntimeException e) {
      LOG.error("how the sync of '{}' ended cannot be kept: {}", receiver.id(), reason, e);
    }
    tell();
  }

  private void tell() {
    SyncStatus status = status();
    LOG.info(
        "the sync of '{}' is {}: {} {}",
        receiver.id(),
        status.state().word(),
        status.progress(),
        status.reason());
    if (parts.events().wanted(ReplicationEvent.SyncChanged.class)) {
      parts
          .events()
          .publish(
              new ReplicationEvent.SyncChanged(
                  receiver.id(), parts.time().instant(), status.id(), status));
    }
  }

  SyncStatus status() {
    return status(receiver.id(), note, waiting);
  }

  static SyncStatus status(String replicator, SyncNote note, String waiting) {
    boolean waits = note.isActive() && !waiting.isEmpty();
    @Nullable Instant end = note.endedAt();
    return new SyncStatus(
        note.id(),
        replicator,
        waits ? SyncState.WAITING : note.state(),
        waits ? waiting : note.reason(),
        note.startedAt(),
        end,
        note.progress());
  }

  boolean isOver() {
    return ended.getCount() == 0;
  }

  boolean await(Duration longest) throws InterruptedException {
    return ended.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends it for good. */
  void cancel() throws InterruptedException {
    stop.cancel();
    thread.interrupt();
    ended.await();
  }

  /** Ends it; the next process goes on with it. */
  void close() throws InterruptedException {
    stop.close();
    thread.interrupt();
    ended.await();
  }
}
