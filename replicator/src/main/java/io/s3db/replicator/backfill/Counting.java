package io.s3db.replicator.backfill;

import io.s3db.plugin.RecordAccess;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of a sync or a verification beside it, by listing their keys: one request for
 * a thousand. If that fails the number stays unknown; nothing depends on it.
 */
@SuppressWarnings("try") // ended by interrupt, and close does not throw that
final class Counting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Counting.class);
  private static final int PAGE = 1000;

  private final @Nullable Thread thread;

  private Counting(@Nullable Thread thread) {
    this.thread = thread;
  }

  /** Starts to count, unless it is known already. */
  static Counting start(RecordAccess records, SyncNote note, LongConsumer result) {
    if (note.progress().counted() >= 0) {
      return new Counting(null);
    }
    return start(records, note.resources(), result);
  }

  /** Starts to count the records of resources; one that is named twice counts twice. */
  static Counting start(RecordAccess records, List<String> resources, LongConsumer result) {
    return new Counting(
        Thread.ofVirtual().name("s3db-sync-count").start(() -> count(records, resources, result)));
  }

  /** Counts nothing. */
  static Counting none() {
    return new Counting(null);
  }

  private static void count(RecordAccess records, List<String> resources, LongConsumer result) {
    try {
      long total = 0;
      for (String resource : resources) {
        IdWalk walk = new IdWalk(records, resource, null);
        for (int found = walk.next(PAGE).size(); found > 0; found = walk.next(PAGE).size()) {
          total += found;
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
        }
      }
      result.accept(total);
    } catch (RuntimeException e) {
      LOG.debug("the records cannot be counted", e);
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
