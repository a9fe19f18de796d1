package io.s3db.replicator.journal;

import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.RecordTraces.Kind;
import io.s3db.replicator.journal.RecordTraces.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A journal in memory: in order and complete as long as the process lives, and gone with it.
 *
 * <p>What was not released stays; beyond its limit, intents are refused before the store is asked.
 */
public final class MemoryJournal implements Journal {
  private static final int RUN = 1;

  private final JournalId id;
  private final long maxBytes;
  private final Tail tail = new Tail(Position.START, Long.MAX_VALUE);
  private final Map<EventId, Pending> open = new HashMap<>();
  private long sequence;
  private long offset;
  private long openBytes;
  private boolean closed;

  private record Pending(PendingWrite write, int bytes) {}

  private MemoryJournal(JournalId id, long maxBytes) {
    this.id = id;
    this.maxBytes = maxBytes;
  }

  /**
   * An empty journal.
   *
   * @param maxBytes the most bytes of changes that may wait for delivery
   */
  public static MemoryJournal create(long maxBytes, RandomGenerator random) {
    return new MemoryJournal(JournalId.random(random), maxBytes);
  }

  @Override
  public JournalId id() {
    return id;
  }

  @Override
  public int run() {
    return RUN;
  }

  @Override
  public Logged intend(PendingWrite write) {
    int bytes = IntentCodec.encode(write, 0).length;
    synchronized (open) {
      if (closed) {
        throw Failures.closed("the journal in memory", Failures.refused(write));
      }
      if (tail.bytes() + openBytes + bytes > maxBytes) {
        throw Failures.full("the journal in memory", maxBytes, Failures.refused(write));
      }
      EventId event = new EventId(id, RUN, ++sequence);
      open.put(event, new Pending(write, bytes));
      openBytes += bytes;
      return new Logged(event, new Position(RUN, offset++));
    }
  }

  @Override
  public void outcome(Logged intent, Outcome outcome) {
    synchronized (open) {
      @Nullable Pending pending = open.remove(intent.id());
      if (pending == null) {
        return; // told twice, or of another journal
      }
      openBytes -= pending.bytes();
      Position position = new Position(RUN, offset++);
      Position end = new Position(RUN, offset);
      switch (outcome) {
        case APPLIED -> tail.add(change(intent, pending, position), end);
        case VOID -> tail.advance(end);
      }
    }
  }

  private static Change change(Logged intent, Pending pending, Position position) {
    PendingWrite write = pending.write();
    return new Change(
        position,
        Partition.of(write.resource(), write.id()),
        ChangeEvent.of(intent.id(), write),
        pending.bytes(),
        null);
  }

  @Override
  public int append(Snapshot snapshot) {
    int bytes = SnapshotCodec.encode(snapshot, 0).length;
    ChangeEvent event = snapshot.event();
    int partition = Partition.of(event.resource(), event.recordId());
    synchronized (open) {
      if (closed) {
        throw Failures.closed("the journal in memory", Failures.refused(snapshot));
      }
      if (tail.bytes() + openBytes + bytes > maxBytes) {
        throw Failures.full("the journal in memory", maxBytes, Failures.refused(snapshot));
      }
      Position position = new Position(RUN, offset++);
      tail.add(
          new Change(position, partition, event, bytes, snapshot.recipient()),
          new Position(RUN, offset));
      return bytes;
    }
  }

  @Override
  public void force() {}

  @Override
  public List<InDoubt> inDoubt() {
    return List.of();
  }

  @Override
  public Changes readKept(Position from, IntPredicate wanted, int maxChanges, long maxBytes) {
    if (from.run() > RUN) {
      throw Failures.missing(from, "the journal in memory", begin());
    }
    return tail.read(from, wanted, maxChanges, maxBytes)
        .orElseThrow(() -> Failures.missing(from, "the journal in memory", begin()));
  }

  @Override
  public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
    return tail.awaitBeyond(position, timeout);
  }

  @Override
  public Position begin() {
    return tail.floor();
  }

  @Override
  public Position end() {
    return tail.end();
  }

  @Override
  public void release(Position below) {
    tail.dropBelow(below);
  }

  @Override
  public RecordTraces traces(String resource, String recordId, long maxBytes) {
    synchronized (open) {
      List<Trace> traces = new ArrayList<>();
      for (Change change : tail.of(resource, recordId)) {
        traces.add(new Trace(change.position(), Kind.APPLIED, change.event(), change.recipient()));
      }
      open.forEach(
          (event, pending) -> {
            if (isOf(pending, resource, recordId)) {
              ChangeEvent change = ChangeEvent.of(event, pending.write());
              traces.add(new Trace(tail.end(), Kind.OPEN, change, null));
            }
          });
      return new RecordTraces(traces, begin(), end(), true);
    }
  }

  private static boolean isOf(Pending pending, String resource, String recordId) {
    return pending.write().resource().equals(resource) && pending.write().id().equals(recordId);
  }

  @Override
  public int erase(String resource, String recordId) {
    synchronized (open) {
      if (open.values().stream().anyMatch(each -> isOf(each, resource, recordId))) {
        throw Failures.stillOpen(resource, recordId);
      }
      return tail.remove(resource, recordId);
    }
  }

  @Override
  public long size() {
    synchronized (open) {
      return tail.bytes() + openBytes;
    }
  }

  @Override
  public void close() {
    synchronized (open) {
      closed = true;
    }
  }
}
