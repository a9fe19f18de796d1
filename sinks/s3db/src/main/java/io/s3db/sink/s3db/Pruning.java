package io.s3db.sink.s3db;

import io.s3db.S3dbException;
import io.s3db.replicator.spi.SinkContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Removes old tombstones beside the writes: with the first write, and then once a day.
 *
 * <p>Costs one listing per thousand tombstones and one request per tombstone removed.
 */
final class Pruning implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofDays(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final Tombstones tombstones;
  private final SinkContext context;
  private Instant due = Instant.MIN;
  private @Nullable Thread walk;

  Pruning(Tombstones tombstones, SinkContext context) {
    this.tombstones = tombstones;
    this.context = context;
  }

  /** Starts a walk if it is time for one. */
  synchronized void startIfDue() {
    Instant now = context.time().instant();
    if (now.isBefore(due)) {
      return;
    }
    due = now.plus(BETWEEN);
    walk =
        Thread.ofVirtual().name("s3db-tombstones-" + context.replicator()).start(() -> prune(now));
  }

  private void prune(Instant now) {
    try {
      tombstones.prune(now);
    } catch (S3dbException e) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      context.warn(
          "TOMBSTONES_NOT_PRUNED",
          context.replicator(),
          "Old tombstones could not be removed and are tried again in a day: " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    if (walk == null) {
      return;
    }
    walk.interrupt();
    try {
      walk.join(LONGEST_END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
