package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what happened to the changes of one destination, if anybody wants to know. */
final class News {
  private final EventSink sink;
  private final String replicator;
  private final Timer timer;

  News(EventSink sink, String replicator, Timer timer) {
    this.sink = sink;
    this.replicator = replicator;
    this.timer = timer;
  }

  void replicated(Entry entry, int attempts) {
    if (sink.wanted(ReplicationEvent.Replicated.class)) {
      ChangeEvent event = entry.event();
      sink.publish(
          new ReplicationEvent.Replicated(
              replicator,
              timer.now(),
              event.changedAt(),
              event.operation(),
              event.resource(),
              event.recordId(),
              entry.delivery().id().toString(),
              attempts));
    }
  }

  /** When an attempt begins that somebody wants to know of; null if nobody does. */
  @Nullable Instant attemptBegins() {
    return sink.wanted(ReplicationEvent.Attempted.class) ? timer.now() : null;
  }

  void attempted(List<Entry> entries, @Nullable Instant begun, String failure) {
    if (begun != null) {
      Instant now = timer.now();
      sink.publish(
          new ReplicationEvent.Attempted(
              replicator,
              now,
              entries.size(),
              entries.stream().mapToLong(Entry::journalledBytes).sum(),
              Duration.between(begun, now),
              failure));
    }
  }

  void failed(ChangeEvent event, DeliveryId id, String error, int attempts, boolean willRetry) {
    if (sink.wanted(ReplicationEvent.ReplicationFailed.class)) {
      sink.publish(
          new ReplicationEvent.ReplicationFailed(
              replicator,
              timer.now(),
              event.operation(),
              event.resource(),
              event.recordId(),
              id.toString(),
              error,
              attempts,
              willRetry),
          event);
    }
  }

  void deadLettered(ChangeEvent event, DeliveryId id, String error, int attempts) {
    failed(event, id, error, attempts, false);
    if (sink.wanted(ReplicationEvent.DeadLettered.class)) {
      sink.publish(
          new ReplicationEvent.DeadLettered(
              replicator,
              timer.now(),
              event.operation(),
              event.resource(),
              event.recordId(),
              id.toString(),
              error,
              attempts));
    }
  }

  void skipped(ChangeEvent event) {
    if (sink.wanted(ReplicationEvent.Skipped.class)) {
      sink.publish(
          new ReplicationEvent.Skipped(
              replicator, timer.now(), event.operation(), event.resource(), event.recordId()));
    }
  }

  void superseded(ChangeEvent event) {
    if (sink.wanted(ReplicationEvent.Superseded.class)) {
      sink.publish(
          new ReplicationEvent.Superseded(
              replicator, timer.now(), event.operation(), event.resource(), event.recordId()));
    }
  }

  void redriven(ChangeEvent event, DeliveryId id) {
    if (sink.wanted(ReplicationEvent.Redriven.class)) {
      sink.publish(
          new ReplicationEvent.Redriven(
              replicator,
              timer.now(),
              event.operation(),
              event.resource(),
              event.recordId(),
              id.toString()));
    }
  }
}
