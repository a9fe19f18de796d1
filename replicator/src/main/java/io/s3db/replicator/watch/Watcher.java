package io.s3db.replicator.watch;

import io.s3db.S3dbException;
import io.s3db.replicator.capture.Capture;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.watch.Progress.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over the bucket again and again, in a thread of its own.
 *
 * <p>Opened before the journal is given back to anybody, because it reads it too; started once
 * writes are captured; closed before capture ends.
 */
public final class Watcher implements AutoCloseable {
  /** The name of the watch in events. */
  public static final String NAME = "watch";

  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final Duration BETWEEN_SAVES = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final WatchParts parts;
  private final KnownObjects objects;
  private final OwnWrites own;
  private final RequestBudget budget;
  private final Writers writers;
  private final Tally tally = new Tally();
  private final Rest rest = new Rest();
  private final Progress progress = new Progress();
  private final WatchWarnings warnings;
  private final long openedAt;
  private final ReadWriteLock looking = new ReentrantReadWriteLock();
  private volatile boolean skipping;
  private @Nullable Thread thread;

  private Watcher(WatchParts parts) {
    this.parts = parts;
    this.warnings = new WatchWarnings(parts.events(), parts.time());
    this.openedAt = parts.nanos().getAsLong();
    this.budget = new RequestBudget(parts.options().maxRequestsPerHour(), parts.nanos());
    this.writers = new Writers(parts.clock().writer(), parts.store(), budget);
    this.objects = new KnownObjects(parts.file());
    boolean opened = false;
    try {
      Set<String> watched = Set.copyOf(parts.resources());
      this.own =
          new OwnWrites(
              parts.journal(),
              objects,
              watched::contains,
              text -> warnings.once("WATCH_BEHIND", "", text));
      opened = true;
    } finally {
      if (!opened) {
        objects.close();
      }
    }
  }

  /**
   * Opens what is known.
   *
   * @throws io.s3db.replicator.journal.JournalException if the file is damaged or not ours
   */
  public static Watcher open(WatchParts parts) {
    return new Watcher(parts);
  }

  /** Begins to walk. */
  public Watcher start(Capture capture) {
    Look look =
        new Look(
            parts, capture, objects, own, writers, tally, warnings::unreadable, looking.readLock());
    thread = Thread.ofVirtual().name("s3db-watch").start(() -> work(look));
    return this;
  }

  /** What users see of it. */
  public Watching handle() {
    return new Watching(this);
  }

  /** It does not need the journal before. */
  public Position doneBelow() {
    return own.saved();
  }

  /** Lets go of the journal, which is full. */
  public void letGo() {
    skipping = true;
  }

  /**
   * Erases what is known of a record that is gone. No write of it may be under way, and what was
   * written of it must be in the journal.
   *
   * @return whether it was known
   */
  public boolean forget(String resource, String recordId) throws InterruptedException {
    looking.writeLock().lockInterruptibly();
    try {
      return own.forget(resource, recordId);
    } finally {
      looking.writeLock().unlock();
    }
  }

  /** The same in the file of a watch that is switched off. */
  public static boolean forget(Path file, String resource, String recordId) {
    try (KnownObjects objects = new KnownObjects(file)) {
      boolean known = objects.forget(resource, recordId);
      objects.position().ifPresent(objects::save);
      objects.clean();
      return known;
    }
  }

  private void work(Look look) {
    int failures = 0;
    try {
      while (true) {
        failures = walked(look) ? 0 : failures + 1;
        pause(failures);
      }
    } catch (InterruptedException _) {
      LOG.debug("the watch ended");
    } catch (RuntimeException | Error e) {
      LOG.error("the watch stopped; the journal and other destinations go on", e);
      progress.failed(
          "It stopped because of " + e + ". It goes on once the database is opened again.");
    } finally {
      progress.close();
    }
  }

  /** One walk; whether it was completed. */
  private boolean walked(Look look) throws InterruptedException {
    long asked = progress.begin();
    try {
      walk(look, asked);
      return true;
    } catch (RuntimeException e) {
      rest.check();
      undo();
      LOG.debug("the walk failed", e);
      String reason =
          "The walk over %s failed: %s It is tried again by itself; what was found until then is kept."
              .formatted(parts.store().describe(), WatchWarnings.sentence(e));
      warnings.once("WATCH_FAILED", WatchWarnings.sentence(e), reason);
      progress.failed(reason);
      return false;
    }
  }

  private void walk(Look look, long asked) throws InterruptedException {
    long began = parts.nanos().getAsLong();
    budget.spent(0, 1);
    @Nullable Instant storeTime = Walk.storeTime(parts);
    if (storeTime == null) {
      throw new S3dbException(
          "WATCH_NO_DATABASE",
          "there is no s3db.json in " + parts.store().describe(),
          "Check that the bucket or directory is the right one, and is there.");
    }
    Look.Moment moment = new Look.Moment(nextWalk(), storeTime, began);
    writers.beginWalk();
    try (Looks looks = new Looks(budget, parts.journal(), parts.journalLimit(), rest)) {
      Walk walk =
          new Walk(parts, objects, own, look, looks, moment, since(moment), warnings::unknown);
      Missing missing = walk.findChanges();
      boolean doubtful = missing.isDoubtful(progress.accepted());
      if (!doubtful) {
        walk.tellDeletes();
      }
      Duration took = Duration.ofNanos(parts.nanos().getAsLong() - began);
      String question = doubtful ? missing.question() : "";
      progress.ended(
          new Ended(walk.listed(), parts.time().instant(), took, question, missing.total()), asked);
      if (doubtful) {
        warnings.once("WATCH_ASKS", Long.toString(missing.total()), question);
      }
      warnings.allIsWell(doubtful);
    }
  }

  private long nextWalk() {
    long walk = objects.meta("walk").map(Long::parseLong).orElse(0L) + 1;
    objects.meta("walk", Long.toString(walk));
    own.walk(walk);
    return walk;
  }

  /** When this database was watched for the first time, by the store's clock; a little before. */
  private Instant since(Look.Moment moment) {
    return objects
        .meta("since")
        .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
        .orElseGet(
            () -> {
              Duration open = Duration.ofNanos(parts.nanos().getAsLong() - openedAt);
              Instant since = moment.storeTime().minus(open).minus(SKEW);
              objects.meta("since", Long.toString(since.toEpochMilli()));
              return since;
            });
  }

  /** The time between two walks; what this process writes is noted meanwhile. */
  private void pause(int failures) throws InterruptedException {
    long nanos = parts.options().interval().toNanos();
    for (int i = 0; i < failures && nanos < LONGEST_PAUSE.toNanos(); i++) {
      nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(100), nanos * 2);
    }
    long end = parts.nanos().getAsLong() + nanos;
    boolean woken = false;
    while (!woken && parts.nanos().getAsLong() - end < 0) {
      keepUp();
      long left = Math.max(0, end - parts.nanos().getAsLong());
      woken = rest.pause(Duration.ofNanos(Math.min(left, BETWEEN_SAVES.toNanos())));
    }
    rest.check();
    keepUp();
  }

  private void keepUp() {
    try {
      if (skipping) {
        skipping = false;
        own.skip();
      }
      own.catchUp();
      if (own.isAhead()) {
        own.save();
      }
    } catch (S3dbException e) {
      undo();
      warnings.once(
          "WATCH_FAILED",
          WatchWarnings.sentence(e),
          "The watch cannot follow the journal: " + WatchWarnings.sentence(e));
      progress.failed(WatchWarnings.sentence(e));
    }
  }

  private void undo() {
    try {
      own.undo();
    } catch (S3dbException e) {
      LOG.debug("the file of the watch cannot be rolled back now", e);
    }
  }

  WatchStatus status() {
    return progress.status(tally, budget.cost());
  }

  void accept() {
    progress.accept();
    rest.wake();
  }

  boolean awaitWalk(Duration timeout) throws InterruptedException {
    long asked = progress.ask();
    rest.wake();
    return progress.await(asked, timeout);
  }

  /** Ends the walk under way. What was not saved is found again. Idempotent. */
  @Override
  public void close() {
    rest.close();
    @Nullable Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    progress.close();
    objects.close();
  }
}
