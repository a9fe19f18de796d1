package io.s3db.replicator.delivery;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;

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
              event.operation(),
              event.resource(),
              event.recordId(),
              entry.delivery().id().toString(),
              attempts));
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
