package io.s3db.replicator.backfill;

import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.backfill.SyncProgress.Tally;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Holds a sync back: by the destination, so that live changes never wait behind more than about one
 * batch of copies; by the journal, so that copies never fill it; and by the rate that was asked
 * for.
 */
final class Pacer {
  private static final Duration GLANCE = Duration.ofMillis(4);
  private static final long CHUNK_BYTES = 4L << 20;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Receiver receiver;
  private final Journal journal;
  private final long journalLimit;
  private final int rate;
  private final LongSupplier nanos;
  private final Stop stop;
  private final Consumer<String> waiting;
  private final Deque<Batch> underWay = new ArrayDeque<>();
  private long copies;
  private long averageBytes;
  private long nextByRate;

  /** Copies whose last one lies before a position. */
  private record Batch(Position end, long copies) {}

  /**
   * Makes one.
   *
   * @param waiting told why it waits, and with an empty text when it goes on
   */
  Pacer(Receiver receiver, SyncParts parts, int rate, Stop stop, Consumer<String> waiting) {
    this.receiver = receiver;
    this.journal = parts.journal();
    this.journalLimit = parts.journalLimit();
    this.rate = rate;
    this.nanos = parts.nanos();
    this.nextByRate = nanos.getAsLong();
    this.stop = stop;
    this.waiting = waiting;
  }

  /** The most records to read at once: half of what may be under way, and a few megabytes. */
  int chunk() {
    int chunk = Math.max(1, receiver.window() / 2);
    chunk = Math.clamp(CHUNK_BYTES / Math.max(1, averageBytes), 1, chunk);
    return rate == 0 ? chunk : Math.min(chunk, rate);
  }

  /** These copies were put into the journal just now. */
  void sent(Tally tally) {
    if (tally.copied > 0) {
      underWay.add(new Batch(journal.end(), tally.copied));
      copies += tally.copied;
      averageBytes = tally.bytes / tally.copied;
    }
  }

  /** Waits until the journal has room for copies. */
  void awaitJournal() throws InterruptedException, SyncHalt {
    for (String full = journalFull(); !full.isEmpty(); full = journalFull()) {
      String busy = destinationBusy();
      waiting.accept(busy.isEmpty() ? full : busy);
      stop.pause(GLANCE);
    }
  }

  /** Waits until a number of records may be copied. */
  void awaitRoom(int records) throws InterruptedException, SyncHalt {
    if (rate > 0) {
      awaitRate(records);
    }
    while (true) {
      stop.check();
      String reason = destinationBusy();
      if (reason.isEmpty()) {
        reason = journalFull();
      }
      if (reason.isEmpty() && hasRoom(records)) {
        waiting.accept("");
        return;
      }
      if (!reason.isEmpty()) {
        waiting.accept(reason);
      }
      stop.pause(reason.isEmpty() ? GLANCE : LOOK);
    }
  }

  /** Waits until everything before a position is settled. */
  void awaitSettled(Position position) throws InterruptedException, SyncHalt {
    while (receiver.settledBelow().compareTo(position) < 0) {
      waiting.accept(destinationBusy());
      stop.pause(GLANCE);
    }
    waiting.accept("");
  }

  private boolean hasRoom(int records) {
    Position settled = receiver.settledBelow();
    while (!underWay.isEmpty() && underWay.getFirst().end().compareTo(settled) <= 0) {
      copies -= underWay.removeFirst().copies();
    }
    return copies == 0 || copies + records <= receiver.window();
  }

  /** Why the destination takes nothing now; empty if it does. */
  private String destinationBusy() throws SyncHalt {
    ReplicatorState state = receiver.state();
    if (state == ReplicatorState.NEEDS_SYNC) {
      throw new SyncHalt(
          "'%s' missed changes while it was being copied: start a sync of all its records afresh."
              .formatted(receiver.id()),
          true);
    }
    if (state == ReplicatorState.RUNNING) {
      return "";
    }
    String why = receiver.reason();
    return "'%s' is %s%s The sync goes on where it is, by itself, once it takes records again."
        .formatted(receiver.id(), state.word(), why.isEmpty() ? "." : ": " + ended(why));
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private String journalFull() {
    long size = journal.size();
    return size < journalLimit
        ? ""
        : "The journal holds %d bytes, and copies wait from %d on so that no destination is detached because of them."
            .formatted(size, journalLimit);
  }

  private void awaitRate(int records) throws InterruptedException {
    long early = nextByRate - nanos.getAsLong();
    if (early > 0) {
      stop.pause(Duration.ofNanos(early));
    }
    nextByRate += Math.max(0, -early) + records * 1_000_000_000L / rate;
  }
}
