package io.s3db.replicator.log;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.replicator.state.EventJson;
import io.s3db.replicator.state.LogEntry;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StateStore.PendingLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries lines from the state into the log resource, in the background, and removes old ones.
 *
 * <p>A line is taken out of the state only after it was written; so it is written again after a
 * crash, under the same id. While the resource cannot be written, lines wait in the state.
 */
public final class LogWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final int BATCH = 100;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_PRUNES = Duration.ofHours(1);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final StateStore state;
  private final LogStore resource;
  private final Duration retention;
  private final InstantSource time;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock carrying = new ReentrantLock();
  private Instant nextPrune = Instant.MIN;

  /**
   * Starts to write.
   *
   * @param retention how long records are kept
   */
  public LogWriter(StateStore state, LogStore resource, Duration retention, InstantSource time) {
    this.state = state;
    this.resource = resource;
    this.retention = retention;
    this.time = time;
    this.thread = Thread.ofVirtual().name("s3db-replicator-log").start(this::work);
  }

  /** Writes what is waiting, for a few seconds at most; the rest is written at the next start. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        thread.join(FAREWELL);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** Something done while no line is written. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /** Does something while no line is on its way from the state to the resource. */
  public void whileQuiet(Work work) throws InterruptedException {
    carrying.lockInterruptibly();
    try {
      work.run();
    } finally {
      carrying.unlock();
    }
  }

  private void work() {
    Duration pause = PAUSE;
    try {
      while (true) {
        boolean last = closing.getCount() == 0;
        try {
          carrying.lockInterruptibly();
          try {
            carry();
          } finally {
            carrying.unlock();
          }
          if (last) {
            return;
          }
          prune();
          pause = PAUSE;
        } catch (RuntimeException e) {
          if (last) {
            return;
          }
          pause = afterFailure(pause, e);
        }
        closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private static Duration afterFailure(Duration pause, RuntimeException e) {
    if (pause.equals(PAUSE)) {
      LOG.warn(
          "The replication log cannot be written now. Its lines wait in the state, and are written"
              + " as soon as it can be.",
          e);
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void carry() {
    for (List<PendingLog> lines = state.pendingLog(BATCH);
        !lines.isEmpty();
        lines = state.pendingLog(BATCH)) {
      List<StateChange> written = new ArrayList<>();
      for (PendingLog line : lines) {
        resource.put(document(line.entry()));
        written.add(new StateChange.LogWritten(line.entry().id(), line.revision()));
      }
      state.apply(written);
    }
  }

  private void prune() {
    Instant now = time.instant();
    if (now.isBefore(nextPrune)) {
      return;
    }
    Instant oldest = now.minus(retention);
    List<String> old;
    try (Stream<String> ids = resource.ids()) {
      old =
          ids.filter(id -> LogIds.time(id).isPresent())
              .takeWhile(id -> LogIds.time(id).orElseThrow().isBefore(oldest))
              .toList();
    }
    old.forEach(resource::remove);
    if (old.isEmpty()) {
      nextPrune = now.plus(BETWEEN_PRUNES);
    } else {
      LOG.info(
          "{} lines of the replication log were older than {}: removed", old.size(), retention);
    }
  }

  static Document document(LogEntry line) {
    Document.Builder document =
        Document.builder()
            .put("id", line.id())
            .put("replicator", line.replicator())
            .put("resourceName", line.resourceName())
            .put("recordId", line.recordId())
            .put("operation", line.operation().word())
            .put("status", line.status().word())
            .put("attempts", line.attempts())
            .put("timestamp", line.at().toEpochMilli())
            .put("createdAt", IsoTime.text(line.at()));
    if (!line.error().isEmpty()) {
      document.put("error", line.error());
    }
    Optional.ofNullable(line.event())
        .ifPresent(event -> document.put("event", EventJson.toMap(event)));
    return document.build();
  }
}
