package io.s3db.replicator;

import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the journal's space back once no destination needs it, and sees to it that one destination
 * that is behind does not fill the disk.
 */
@SuppressWarnings(
    "try") // closed at the top of a thread that may be interrupted, never by try-with-resources
final class JournalKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration BETWEEN_RELEASES = Duration.ofSeconds(5);

  private final Journal journal;
  private final long limit;
  private final WhenFull whenFull;
  private final List<? extends Holder> holders;
  private final Warnings warnings;
  private final InstantSource time;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private Position released = Position.START;
  private Instant nextRelease = Instant.MIN;
  private int level;

  /** A destination, as far as the journal is concerned. */
  interface Holder {
    String id();

    /** Nothing before is needed any more. */
    Position doneBelow();

    /** Gives up what it has not delivered, and says so. */
    void detach(String reason) throws InterruptedException;
  }

  JournalKeeper(
      Journal journal,
      long limit,
      WhenFull whenFull,
      List<? extends Holder> holders,
      Warnings warnings,
      InstantSource time) {
    this.journal = journal;
    this.limit = limit;
    this.whenFull = whenFull;
    this.holders = List.copyOf(holders);
    this.warnings = warnings;
    this.time = time;
    this.thread = Thread.ofVirtual().name("s3db-journal-keeper").unstarted(this::work);
  }

  JournalKeeper start() {
    thread.start();
    return this;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      do {
        look();
      } while (!closing.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void look() throws InterruptedException {
    try {
      release();
      watchSize();
    } catch (RuntimeException e) {
      warnings.warn("JOURNAL", "release", "Space of the journal cannot be given back: " + e);
      LOG.debug("the journal cannot be released", e);
    }
  }

  private void release() {
    Position below = laggard().map(Holder::doneBelow).orElseGet(journal::end);
    Instant now = time.instant();
    if (below.isAfter(released) || !now.isBefore(nextRelease)) {
      journal.release(below);
      released = below;
      nextRelease = now.plus(BETWEEN_RELEASES);
    }
  }

  private Optional<? extends Holder> laggard() {
    return holders.stream().min(Comparator.comparing(Holder::doneBelow));
  }

  private void watchSize() throws InterruptedException {
    long size = journal.size();
    int now = size >= limit ? 100 : size >= limit / 10 * 8 ? 80 : size >= limit / 2 ? 50 : 0;
    if (now > level) {
      warnings.warn("JOURNAL_SIZE", now + " %", sentence(now, size));
    }
    for (int each : new int[] {50, 80, 100}) {
      if (each > now) {
        warnings.forget("JOURNAL_SIZE", each + " %");
      }
    }
    level = now;
    if (now == 100 && whenFull == WhenFull.DETACH) {
      detach(size);
    }
  }

  private String sentence(int percent, long size) {
    String who = laggard().map(each -> ", because of '" + each.id() + "'").orElse("");
    String next =
        whenFull == WhenFull.DETACH
            ? " At its largest size the backlog of that destination is dropped."
            : " At its largest size writes are refused.";
    return "The journal is filled to %d %% (%d bytes of %d)%s.%s"
        .formatted(percent, size, limit, who, next);
  }

  private void detach(long size) throws InterruptedException {
    Optional<? extends Holder> laggard =
        laggard().filter(each -> journal.end().isAfter(each.doneBelow()));
    if (laggard.isPresent()) {
      laggard
          .get()
          .detach("the journal had its largest size (" + size + " bytes of " + limit + ")");
      release();
    }
  }
}
