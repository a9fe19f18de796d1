package io.s3db.replicator.delivery;

import io.s3db.replicator.delivery.Entry.Origin;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Delivers a share of the records of a stream, each record's changes in order. */
final class Lane {
  private final int number;
  private final Stream stream;
  private final Inbox inbox;
  private final ParkedKeys parked = new ParkedKeys();
  private final Queue<Redriving.Letter> redrives = new ConcurrentLinkedQueue<>();
  private final Doorbell doorbell = new Doorbell();
  private final Attempt attempt;
  private final Settler settler;
  private final Courier courier;
  private final BatchBuilder builder;
  private boolean parkedLast;
  private volatile Parking parking = Parking.NONE;

  /** How much is parked. */
  record Parking(int count, long bytes) {
    static final Parking NONE = new Parking(0, 0);
  }

  Lane(int number, Stream stream, Inbox inbox, List<Parked> parkedBefore) {
    this.number = number;
    this.stream = stream;
    this.inbox = inbox;
    this.attempt = new Attempt(stream.options().timeout(), stream.parts().timer());
    this.settler = new Settler(stream, parked);
    Asker asker = new Asker(this, stream, attempt);
    this.courier = new Courier(this, stream, settler, asker);
    Preparer preparer = new Preparer(this, stream, asker);
    this.builder =
        new BatchBuilder(stream, parked, settler, new Addresses(stream, settler, preparer));
    parkedBefore.forEach(parked::add);
    showParking();
  }

  /** Takes what waits, sends it, settles it, moves the checkpoint; until it is to stop. */
  void run() throws Stopped, InterruptedException {
    try {
      work();
    } finally {
      attempt.close();
    }
  }

  private void work() throws Stopped, InterruptedException {
    while (true) {
      checkStop();
      stream.awaitRoom(this);
      stream.gate().awaitProbe(this);
      Batch batch = next();
      courier.deliver(batch);
      if (parked.count() > parking.count()) {
        showParking(); // first, so that nobody takes what was parked for delivered
      }
      inbox.done(settler.take());
      settler.tellRedriven();
      showParking();
      // Before it waits itself: else, when one batch emptied the inbox, both would wait for ever.
      stream.reader().ring();
      if (!hasWork() && !inbox.refill(stream.parts().journal())) {
        doorbell.await(stream.parts().timer(), parked.nextDue());
      }
    }
  }

  private Batch next() throws Stopped, InterruptedException {
    List<Redriving.Letter> letters = takeRedrives();
    if (!letters.isEmpty()) {
      return builder.fromDead(letters);
    }
    List<Parked> due = takeDue();
    parkedLast = !due.isEmpty() && (!parkedLast || isFull());
    if (parkedLast) {
      return builder.fromParking(due);
    }
    return isFull() ? new Batch(stream.parts().sink().traits()) : builder.fromInbox(inbox);
  }

  private boolean hasWork() {
    boolean due = !parked.nextDue().isAfter(stream.parts().timer().now());
    return due || !redrives.isEmpty() || (!isFull() && inbox.peek() != null);
  }

  /** What is due; a last attempt that depends on other records waits for the other lanes. */
  private List<Parked> takeDue() {
    Instant now = stream.parts().timer().now();
    List<Parked> ready = new ArrayList<>();
    for (Parked change : parked.due(now, stream.options().batchSize())) {
      boolean last = stream.options().retry().isRound(change.attempts() + 1);
      if (last && !isFull() && stream.doneBelow().compareTo(change.last()) < 0) {
        parked.again(change.dueAt(now.plus(stream.options().retry().first())));
      } else {
        ready.add(change);
      }
    }
    return ready;
  }

  private List<Redriving.Letter> takeRedrives() throws InterruptedException {
    List<Redriving.Letter> letters = new ArrayList<>();
    while (!redrives.isEmpty() && letters.size() < stream.options().batchSize()) {
      letters.add(redrives.remove());
    }
    return letters.isEmpty() ? letters : new Redrivable(stream).of(letters);
  }

  /** Without those whose record was parked meanwhile: they wait behind it. */
  List<Entry> withoutParked(List<Entry> entries) {
    if (parked.count() == 0) {
      return entries;
    }
    List<Entry> free = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (entry.origin() instanceof Origin.Journalled from
          && parked.holdsBack(entry.recordKey(), from.position().offset())) {
        settler.follow(entry.route(), entry.event(), from, false);
      } else {
        free.add(entry);
      }
    }
    return free;
  }

  private boolean isFull() {
    return stream.isFull(parked.count(), parked.bytes());
  }

  private void showParking() {
    if (parked.count() > 0 || parking.count() > 0) {
      parking = new Parking(parked.count(), parked.bytes());
    }
  }

  Parking parking() {
    return parking;
  }

  /** Gives it what the reader read. */
  void give(List<Change> changes, Position next) {
    inbox.offer(changes, next);
    if (!changes.isEmpty()) {
      doorbell.ring();
    }
  }

  void redrive(Redriving.Letter letter) {
    redrives.add(letter);
    doorbell.ring();
  }

  /** Letters that were not sent when it ended. */
  void giveBack() {
    redrives.forEach(
        letter -> letter.report(RedriveResult.Outcome.NOT_RUNNING, "The destination was stopped."));
    redrives.clear();
  }

  void wake() {
    doorbell.ring();
  }

  /** Ends the call it is in. */
  void endNow() {
    attempt.endNow();
    doorbell.ring();
  }

  void checkStop() throws Stopped {
    if (stream.isStopping()) {
      throw new Stopped();
    }
  }

  /** Waits until a time, or until something happened. */
  void pause(Instant until) throws Stopped, InterruptedException {
    checkStop();
    doorbell.await(stream.parts().timer(), until);
    checkStop();
  }

  /** Waits until a time, whatever happens. */
  void pauseUntil(Instant until) throws Stopped, InterruptedException {
    while (stream.parts().timer().now().isBefore(until)) {
      pause(until);
    }
  }

  int number() {
    return number;
  }

  Inbox inbox() {
    return inbox;
  }
}
