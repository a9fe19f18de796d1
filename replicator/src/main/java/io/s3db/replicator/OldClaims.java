package io.s3db.replicator;

import io.s3db.S3dbException;
import io.s3db.store.ListPage;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Removes claims that receivers had 14 days to read. It costs one request an hour for each thousand
 * claims, up to a hundred thousand, and one for each that is removed.
 */
@SuppressWarnings(
    "try") // closed at the top of a thread that may be interrupted, never by try-with-resources
final class OldClaims implements AutoCloseable {
  static final Duration KEPT = Duration.ofDays(14);
  static final int PAGE = 1_000;
  private static final int PAGES = 100;
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration BETWEEN = Duration.ofHours(1);

  private final ObjectStore store;
  private final InstantSource time;
  private final Warnings warnings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable String after;

  OldClaims(ObjectStore store, InstantSource time, Warnings warnings) {
    this.store = store;
    this.time = time;
    this.warnings = warnings;
    this.thread = Thread.ofVirtual().name("s3db-old-claims").unstarted(this::work);
  }

  OldClaims start() {
    thread.start();
    return this;
  }

  /** Ends what it is doing: nothing depends on its end. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      Duration pause = FIRST;
      while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        prune();
        pause = BETWEEN;
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  /**
   * Removes what is old. Where there are more claims than it may look at, the next turn goes on.
   *
   * @return how many it removed
   */
  int prune() {
    int removed = 0;
    try {
      for (int pages = 0; pages < PAGES && closing.getCount() > 0; pages++) {
        ListPage page = store.list(StoredClaims.FOLDER, after, PAGE);
        removed += removeOld(page.entries());
        after = page.more() ? page.entries().getLast().key().value() : null;
        if (!page.more()) {
          break;
        }
      }
    } catch (S3dbException e) {
      failed(e);
    }
    return removed;
  }

  private void failed(S3dbException e) {
    if (closing.getCount() > 0) {
      warnings.warn(
          "CLAIMS",
          "prune",
          "Contents of large messages that are older than 14 days could not be removed; it is"
              + " tried again every hour: "
              + e.getMessage());
    }
  }

  private int removeOld(List<ListPage.Entry> claims) {
    Instant oldest = time.instant().minus(KEPT);
    int removed = 0;
    for (ListPage.Entry claim : claims) {
      if (claim.lastModified().isBefore(oldest)) {
        store.delete(claim.key(), Precondition.none());
        removed++;
      }
    }
    return removed;
  }
}
