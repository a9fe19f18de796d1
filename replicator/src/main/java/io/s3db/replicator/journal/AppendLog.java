package io.s3db.replicator.journal;

import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.Committer.Group;
import io.s3db.replicator.journal.Committer.Round;
import io.s3db.replicator.journal.FileLayer.OpenFile;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.InDoubt;
import io.s3db.replicator.journal.Journal.Logged;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalOptions.Durability;
import io.s3db.replicator.journal.Recovery.OpenIntent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing end of the journal.
 *
 * <p>Frames are handed to the operating system one after the other, under one lock: so there is
 * never a hole behind an acknowledged frame, whatever instruction the process is killed at. Forcing
 * is the {@link Committer}'s.
 *
 * <p>Every open intent has room for its outcome in the segment that is being written: a full disk
 * refuses an intent, never an outcome.
 */
final class AppendLog {
  private static final Logger LOG = LoggerFactory.getLogger(AppendLog.class);
  private static final Duration IDLE_FORCE = Duration.ofMillis(200);
  private static final Duration BACKGROUND_FORCE = Duration.ofSeconds(1);

  private final Path folder;
  private final JournalId id;
  private final JournalOptions options;
  private final InstantSource time;
  private final Segments segments;
  private final SpareSegment spare;
  private final Tail tail;
  private final SortedMap<Long, OpenIntent> open;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final List<OpenFile> unforced = new ArrayList<>();
  private Group group = new Group();
  private int run;
  private long sequence;
  private Segment segment;
  private OpenFile file;
  private long end;
  private long synced;
  private boolean closing;

  /** Whether the committer sleeps until something is written. */
  private boolean sleeping;

  private @Nullable JournalException failure;

  /** Starts a run: its first segment is durable when this returns. */
  AppendLog(
      Path folder,
      JournalId id,
      JournalOptions options,
      InstantSource time,
      Segments segments,
      SpareSegment spare,
      Tail tail,
      SortedMap<Long, OpenIntent> open,
      Start start)
      throws IOException {
    this.folder = folder;
    this.id = id;
    this.options = options;
    this.time = time;
    this.segments = segments;
    this.spare = spare;
    this.tail = tail;
    this.open = open;
    this.run = start.run();
    this.end = start.end();
    this.synced = start.end();
    this.file = spare.take(start.segment(), roomFor(0));
    this.segment = begin(start.segment(), start.previousRun());
    this.file.force();
    this.segment.durable = true;
    this.synced = end;
    unforced.add(file);
    segments.add(segment);
    spare.prepare(start.segment() + 1);
  }

  /** Where a run begins. */
  record Start(int run, int previousRun, long segment, long end) {}

  int run() {
    lock.lock();
    try {
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** The offset behind the last frame, whether it can be read already or not. */
  long end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Everything below this offset is on disk. */
  long synced() {
    lock.lock();
    try {
      return synced;
    } finally {
      lock.unlock();
    }
  }

  /** The bytes of files that are made ready but hold nothing yet count too. */
  long size() {
    return segments.size() + options.segmentBytes();
  }

  Logged intend(PendingWrite write) {
    int partition = Partition.of(write.resource(), write.id());
    byte[] frame = IntentCodec.encode(write, Frame.HEADER);
    Logged logged;
    Group joined;
    lock.lock();
    try {
      refuseIfOver(Failures.refused(write));
      makeRoom(frame.length, Failures.refused(write));
      EventId event = new EventId(id, run, ++sequence);
      ByteBuffer.wrap(frame).putLong(Frame.HEADER, event.sequence());
      logged = new Logged(event, new Position(run, end));
      append(frame, Frame.INTENT, partition);
      open.put(
          logged.position().offset(),
          new OpenIntent(segment, new InDoubt(logged, write), partition, frame.length));
      segment.open++;
      joined = joinGroup();
    } catch (IOException e) {
      throw Failures.refusedAfter(fail(e), Failures.refused(write));
    } finally {
      lock.unlock();
    }
    JournalException refused = options.durability() == Durability.DISK ? joined.await() : null;
    if (refused != null) {
      throw Failures.refusedAfter(refused, Failures.refused(write));
    }
    return logged;
  }

  /** A snapshot can be read as soon as it was handed to the operating system. */
  int append(Snapshot snapshot) {
    ChangeEvent event = snapshot.event();
    int partition = Partition.of(event.resource(), event.recordId());
    byte[] frame = SnapshotCodec.encode(snapshot, Frame.HEADER);
    String refused = Failures.refused(snapshot);
    lock.lock();
    try {
      refuseIfOver(refused);
      makeRoom(frame.length, refused);
      Position position = new Position(run, end);
      append(frame, snapshot.isForeign() ? Frame.FOREIGN : Frame.SNAPSHOT, partition);
      tail.add(
          new Change(position, partition, event, frame.length, snapshot.recipient()),
          new Position(run, end));
      if (sleeping) {
        work.signal();
      }
      return frame.length;
    } catch (IOException e) {
      throw Failures.refusedAfter(fail(e), refused);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the force of what was written until now, if anybody ever waits for one. */
  void force() {
    Group joined;
    String refused = "forcing it was refused";
    lock.lock();
    try {
      refuseIfOver(refused);
      joined = joinGroup();
    } finally {
      lock.unlock();
    }
    JournalException failed = options.durability() == Durability.DISK ? joined.await() : null;
    if (failed != null) {
      throw Failures.refusedAfter(failed, refused);
    }
  }

  private void refuseIfOver(String refused) {
    if (failure != null) {
      throw Failures.refusedAfter(failure, refused);
    }
    if (closing) {
      throw Failures.closed("the journal in " + folder, refused);
    }
  }

  private Group joinGroup() {
    boolean first = options.durability() == Durability.DISK && group.size++ == 0;
    if (first || sleeping) {
      work.signal();
    }
    return group;
  }

  void outcome(Logged logged, Outcome outcome) {
    byte[] frame = Outcomes.frame(logged);
    lock.lock();
    try {
      OpenIntent intent = open.get(logged.position().offset());
      if (intent == null || !intent.write().logged().equals(logged)) {
        return; // told twice
      }
      if (failure != null || closing) {
        LOG.warn("the outcome of {} is found out at the next open", logged.id());
        return;
      }
      Position position = new Position(run, end);
      append(frame, outcome == Outcome.APPLIED ? Frame.APPLIED : Frame.VOID, intent.partition());
      open.remove(logged.position().offset());
      intent.segment().open--;
      intent.segment().lastOutcome = position.offset();
      publish(intent, outcome, position);
      if (sleeping) {
        work.signal();
      }
    } catch (IOException e) {
      fail(e);
      LOG.warn("the outcome of {} is found out at the next open", logged.id());
    } finally {
      lock.unlock();
    }
  }

  private void publish(OpenIntent intent, Outcome outcome, Position position) {
    Position behind = new Position(run, end);
    switch (outcome) {
      case APPLIED -> {
        InDoubt write = intent.write();
        ChangeEvent event = ChangeEvent.of(write.logged().id(), write.write());
        tail.add(new Change(position, intent.partition(), event, intent.bytes(), null), behind);
      }
      case VOID -> tail.advance(behind);
    }
  }

  private void append(byte[] frame, byte type, int partition) throws IOException {
    Frame.seal(frame, segment.id(), end, type, partition, synced);
    file.write(segment.at(end), frame, 0, frame.length);
    end += frame.length;
  }

  /** The size of a segment file that takes a frame and the outcome of every open intent. */
  private long roomFor(int frame) {
    long outcomes = (open.size() + 1L) * Frame.OUTCOME_SIZE;
    return SegmentHeader.SIZE + frame + outcomes + Frame.HEADER;
  }

  private void makeRoom(int frame, String refused) throws IOException {
    if (segment.at(end) + roomFor(frame) - SegmentHeader.SIZE <= segment.fileSize) {
      return;
    }
    long more = Math.max(options.segmentBytes(), roomFor(frame));
    if (size() + more > options.maxSize()) {
      throw Failures.full("the journal in " + folder, options.maxSize(), refused);
    }
    long next = segment.id() + 1;
    try {
      file = spare.take(next, roomFor(frame));
    } catch (FileLayer.DiskFullException e) {
      throw Failures.diskFull(folder, refused, e);
    }
    unforced.add(file);
    segment = begin(next, run);
    segments.add(segment);
    spare.prepare(next + 1);
  }

  private Segment begin(long segmentId, int previousRun) throws IOException {
    long settledBelow = open.isEmpty() ? end : open.firstKey();
    SegmentHeader header =
        new SegmentHeader(
            segmentId, run, previousRun, id, end, synced, settledBelow, time.millis());
    file.write(0, header.bytes(), 0, SegmentHeader.SIZE);
    return new Segment(Segment.file(folder, segmentId), header, file.size());
  }

  /** Goes on as a later run; nothing may have been recorded in this one. */
  void raiseRun(int above) {
    lock.lock();
    try {
      if (sequence > 0) {
        throw new IllegalStateException("the run is in use already");
      }
      int previous = run;
      run = Math.max(run, above) + 1;
      file = spare.take(segment.id() + 1, roomFor(0));
      unforced.add(file);
      segment = begin(segment.id() + 1, previous);
      file.force();
      segment.durable = true;
      segments.add(segment);
      spare.prepare(segment.id() + 1);
      tail.restart(new Position(run, end));
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** What is to be forced next, or null when the journal closes or has failed. */
  @Nullable Round awaitWork() throws InterruptedException {
    lock.lock();
    try {
      long nanos = idleTime();
      while (group.size == 0 && !closing && failure == null && nanos > 0) {
        if (end == synced) {
          sleeping = true;
          work.await();
          sleeping = false;
          nanos = idleTime();
        } else {
          nanos = work.awaitNanos(nanos);
        }
      }
      if (failure != null || (closing && group.size == 0)) {
        return null;
      }
      Round round = new Round(group, end, List.copyOf(unforced));
      group = new Group();
      return round;
    } finally {
      lock.unlock();
    }
  }

  private long idleTime() {
    return (options.durability() == Durability.DISK ? IDLE_FORCE : BACKGROUND_FORCE).toNanos();
  }

  /** Everything below the target of a round is on disk. */
  void forced(Round round) throws IOException {
    List<OpenFile> done = new ArrayList<>();
    lock.lock();
    try {
      synced = Math.max(synced, round.target());
      for (OpenFile forced : round.files()) {
        if (!forced.equals(file)) {
          done.add(forced);
        }
      }
      unforced.removeAll(done);
    } finally {
      lock.unlock();
    }
    for (OpenFile sealed : done) {
      sealed.close();
    }
  }

  /** The first failure is final: pages that could not be forced once are never believed again. */
  JournalException fail(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = Failures.failed(folder, cause);
        LOG.error("{}", failure.getMessage(), cause);
      }
      group.finish(failure);
      work.signal();
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody forces any more: unless that was wanted, the journal has failed. */
  void committerEnded(Throwable cause) {
    lock.lock();
    try {
      if (!closing) {
        fail(cause);
      }
      group.finish(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new intents from now on. */
  void refuseMore() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the run cleanly. The committer has ended; so has every other thread when this returns. */
  void finish() throws IOException {
    lock.lock();
    try (AutoClosing _ = this::closeFiles;
        AutoClosing _ = spare::discard) {
      if (failure == null) {
        for (OpenFile unsynced : unforced) {
          unsynced.force();
        }
        synced = end;
        append(new byte[Frame.HEADER], Frame.CLOSE, 0);
        file.force();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something to do at the end, whatever happens. */
  private interface AutoClosing extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private void closeFiles() throws IOException {
    for (OpenFile each : unforced) {
      each.close();
    }
  }

  /** The oldest segment, if nothing needs it: see {@link Journal#release}. */
  @Nullable Segment releasable(long below, long retainedSince) {
    lock.lock();
    try {
      List<Segment> all = segments.all();
      if (all.size() < 2) {
        return null;
      }
      Segment oldest = all.getFirst();
      SegmentHeader next = all.get(1).header;
      long limit = Math.min(below, synced);
      boolean onDisk = all.get(1).durable || next.base() < synced;
      boolean done = oldest.open == 0 && oldest.lastOutcome < limit && next.base() <= limit;
      return onDisk && done && next.createdAt() <= retainedSince ? oldest : null;
    } finally {
      lock.unlock();
    }
  }
}
