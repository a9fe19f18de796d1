package io.s3db.replicator.journal;

import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.RecordScan.Found;
import io.s3db.replicator.journal.Recovery.OpenIntent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in the files of a folder, which belongs to one instance at a time.
 *
 * <p>The format, and why an acknowledged change cannot get lost in it, is in {@code
 * docs/journal-format.md}.
 */
public final class FileJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

  private final Path folder;
  private final FileLayer files;
  private final FolderLock folderLock;
  private final JournalId id;
  private final JournalOptions options;
  private final InstantSource time;
  private final List<InDoubt> inDoubt;
  private final Segments segments;
  private final Tail tail;
  private final AppendLog log;
  private final ChangeReader reader;
  private final Thread committer;
  private final Object releasing = new Object();

  /** Nobody reads a frame while it is overwritten. */
  private final ReentrantReadWriteLock frames = new ReentrantReadWriteLock();

  private boolean closed;

  private FileJournal(
      Path folder,
      JournalOptions options,
      FileLayer files,
      InstantSource time,
      RandomGenerator random,
      FolderLock folderLock)
      throws IOException {
    this.folder = folder;
    this.files = files;
    this.folderLock = folderLock;
    this.options = options;
    this.time = time;
    new Erasure(files, folder).finish();
    Recovery.@Nullable Found found = new Recovery(files, folder).run().orElse(null);
    List<Segment> old = found == null ? List.of() : found.segments();
    long end = found == null ? 0 : found.end();
    int lastRun = old.isEmpty() ? 0 : old.getLast().run();
    long lastId = old.isEmpty() ? 0 : old.getLast().id();
    SortedMap<Long, OpenIntent> open = found == null ? new TreeMap<>() : found.open();
    this.id = old.isEmpty() ? JournalId.random(random) : old.getFirst().header.journal();
    this.inDoubt = open.values().stream().map(OpenIntent::write).toList();
    this.segments = new Segments(folder, old);
    this.tail = new Tail(new Position(lastRun + 1, end), options.tailCacheBytes());
    this.reader = new ChangeReader(files, id);
    SpareSegment spare = new SpareSegment(files, folder, options.segmentBytes());
    AppendLog.Start start = new AppendLog.Start(lastRun + 1, lastRun, lastId + 1, end);
    this.log = new AppendLog(folder, id, options, time, segments, spare, tail, open, start);
    this.committer = new Committer(log).start();
  }

  /**
   * Opens the journal of a folder, or makes one. The run is raised durably before this returns.
   *
   * @throws JournalException if somebody else has the folder, if its files are damaged or of
   *     another format, or if the disk does not do what it is asked
   */
  public static FileJournal open(
      Path folder,
      JournalOptions options,
      FileLayer files,
      InstantSource time,
      RandomGenerator random) {
    @Nullable FolderLock lock = null;
    try {
      files.createFolder(folder);
      lock = FolderLock.take(folder, files);
      FileJournal journal = new FileJournal(folder, options, files, time, random, lock);
      lock = null;
      return journal;
    } catch (IOException e) {
      throw Failures.cannotOpen(folder, e);
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  @Override
  public JournalId id() {
    return id;
  }

  @Override
  public int run() {
    return log.run();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Everything below this offset is on disk: no crash and no power cut takes it away. */
  public long durableEnd() {
    return log.synced();
  }

  /**
   * Goes on with a run above a number, so that no event id and no position of a run that this
   * folder does not know of is ever given again. Only before anything was recorded in this run.
   */
  public void raiseRun(int above) {
    log.raiseRun(above);
  }

  @Override
  public Logged intend(PendingWrite write) {
    return log.intend(write);
  }

  @Override
  public void outcome(Logged intent, Outcome outcome) {
    log.outcome(intent, outcome);
  }

  @Override
  public int append(Snapshot snapshot) {
    return log.append(snapshot);
  }

  @Override
  public void force() {
    log.force();
  }

  @Override
  public List<InDoubt> inDoubt() {
    return inDoubt;
  }

  @Override
  public Changes readKept(Position from, IntPredicate wanted, int maxChanges, long maxBytes) {
    Position end = tail.end();
    if (from.isAfter(end)) {
      throw Failures.missing(from, "the journal in " + folder, begin());
    }
    return tail.read(from, wanted, maxChanges, maxBytes)
        .orElseGet(() -> readFiles(from, end, wanted, maxChanges, maxBytes));
  }

  private Changes readFiles(
      Position from, Position end, IntPredicate wanted, int maxChanges, long maxBytes) {
    long offset = segments.locate(from);
    List<Segment> snapshot = segments.all();
    frames.readLock().lock();
    try {
      return reader.read(snapshot, offset, end.offset(), wanted, maxChanges, maxBytes);
    } catch (JournalException e) {
      segments.locate(from); // a segment that was released meanwhile is missing, not damaged
      throw e;
    } finally {
      frames.readLock().unlock();
    }
  }

  @Override
  public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
    boolean earlierRun = position.run() < tail.end().run();
    return (earlierRun && holds(position)) || tail.awaitBeyond(position, timeout);
  }

  private boolean holds(Position position) {
    return !readKept(position, _ -> true, 1, 1).changes().isEmpty();
  }

  @Override
  public Position begin() {
    return segments.all().getFirst().begin();
  }

  @Override
  public Position end() {
    return tail.end();
  }

  @Override
  public void release(Position below) {
    synchronized (releasing) {
      long offset = segments.locate(Position.max(below, begin()));
      long retainedSince = time.millis() - options.retention().toMillis();
      try {
        for (Segment free = log.releasable(offset, retainedSince);
            free != null;
            free = log.releasable(offset, retainedSince)) {
          segments.removeOldest();
          files.delete(free.file);
          files.forceFolder(folder); // oldest first on disk too: a gap would look like damage
        }
      } catch (IOException e) {
        LOG.warn("a journal file that nobody needs any more could not be removed", e);
      }
    }
  }

  @Override
  public RecordTraces traces(String resource, String recordId, long maxBytes) {
    Position end = end();
    List<Found> found = new ArrayList<>();
    Segment oldest = scan(resource, recordId, maxBytes, found);
    boolean whole = oldest.id() == segments.all().getFirst().id();
    return new RecordTraces(found.stream().map(Found::trace).toList(), oldest.begin(), end, whole);
  }

  /** Looks through the newest segments; returns the oldest one it looked through. */
  private Segment scan(String resource, String recordId, long maxBytes, List<Found> found) {
    RecordScan scan = new RecordScan(files, id, resource, recordId);
    List<Segment> all = segments.all();
    long end = log.end();
    Segment last = all.getLast();
    for (int i = all.size() - 1; i >= 0 && (i + 1 == all.size() || maxBytes > 0); i--) {
      Segment segment = all.get(i);
      Optional<List<Found>> here = scan(scan, segment, end);
      if (here.isEmpty()) {
        break;
      }
      found.addAll(0, here.get());
      maxBytes -= end - segment.base();
      end = segment.base();
      last = segment;
    }
    return last;
  }

  /** Looks through a segment; nothing if it was released meanwhile. */
  private Optional<List<Found>> scan(RecordScan scan, Segment segment, long end) {
    frames.readLock().lock();
    try {
      return Optional.of(scan.segment(segment, end));
    } catch (JournalException e) {
      if (segments.all().getFirst().id() > segment.id()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      frames.readLock().unlock();
    }
  }

  @Override
  public int erase(String resource, String recordId) {
    String refused = "erasing " + resource + "/" + recordId + " was refused";
    synchronized (releasing) {
      if (closed) {
        throw Failures.closed("the journal in " + folder, refused);
      }
      List<Found> found = new ArrayList<>();
      scan(resource, recordId, Long.MAX_VALUE, found);
      if (found.stream().anyMatch(each -> each.trace().kind() == RecordTraces.Kind.OPEN)) {
        throw Failures.stillOpen(resource, recordId);
      }
      tail.remove(resource, recordId);
      if (!found.isEmpty()) {
        try {
          new Erasure(files, folder).erase(found, this::exclusively);
        } catch (Erasure.NotBegunException e) {
          throw Failures.notErased(folder, refused, e);
        } catch (IOException e) {
          throw Failures.refusedAfter(log.fail(e), refused);
        }
      }
      return found.size();
    }
  }

  private void exclusively(Erasure.Writing writing) throws IOException {
    frames.writeLock().lock();
    try {
      writing.run();
    } finally {
      frames.writeLock().unlock();
    }
  }

  @Override
  public long size() {
    return log.size();
  }

  @Override
  public void close() {
    synchronized (releasing) {
      if (closed) {
        return;
      }
      closed = true;
    }
    log.refuseMore();
    awaitCommitter();
    try {
      log.finish();
    } catch (IOException e) {
      log.fail(e);
    } finally {
      folderLock.close();
    }
  }

  private void awaitCommitter() {
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
