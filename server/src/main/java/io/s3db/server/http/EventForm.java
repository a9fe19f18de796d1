package io.s3db.server.http;

import io.s3db.Operation;
import io.s3db.replicator.ReplicationEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as the live tail tells it. */
final class EventForm {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private EventForm(String type, ReplicationEvent event) {
    fields.put("type", type);
    fields.put("replicator", event.replicator());
    fields.put("at", Forms.time(event.at()));
  }

  /** The form of an event; nothing of those that only tell of measurements. */
  static Optional<Map<String, @Nullable Object>> of(ReplicationEvent event) {
    return form(event).map(form -> form.fields);
  }

  private static Optional<EventForm> form(ReplicationEvent event) {
    return switch (event) {
      case ReplicationEvent.Attempted _ -> Optional.empty();
      case ReplicationEvent.Replicated e ->
          Optional.of(
              new EventForm("replicated", e)
                  .record(e.operation(), e.resourceName(), e.recordId())
                  .with("deliveryId", e.deliveryId())
                  .with("attempts", e.attempts()));
      case ReplicationEvent.ReplicationFailed e ->
          Optional.of(
              new EventForm("replicator_error", e)
                  .record(e.operation(), e.resourceName(), e.recordId())
                  .with("deliveryId", e.deliveryId())
                  .with("attempts", e.attempts())
                  .with("error", e.error())
                  .with("willRetry", e.willRetry()));
      case ReplicationEvent.DeadLettered e ->
          Optional.of(
              new EventForm("dead_lettered", e)
                  .record(e.operation(), e.resourceName(), e.recordId())
                  .with("deliveryId", e.deliveryId())
                  .with("attempts", e.attempts())
                  .with("error", e.error()));
      case ReplicationEvent.Skipped e ->
          Optional.of(
              new EventForm("skipped", e).record(e.operation(), e.resourceName(), e.recordId()));
      case ReplicationEvent.Superseded e ->
          Optional.of(
              new EventForm("superseded", e).record(e.operation(), e.resourceName(), e.recordId()));
      case ReplicationEvent.Redriven e ->
          Optional.of(
              new EventForm("redriven", e)
                  .record(e.operation(), e.resourceName(), e.recordId())
                  .with("deliveryId", e.deliveryId()));
      case ReplicationEvent.StateChanged e ->
          Optional.of(
              new EventForm("state_changed", e)
                  .with("route", e.route())
                  .with("from", e.from().word())
                  .with("to", e.to().word())
                  .with("reason", e.reason()));
      case ReplicationEvent.Warned e ->
          Optional.of(
              new EventForm("warned", e)
                  .with("code", e.code())
                  .with("subject", e.subject())
                  .with("message", e.message()));
      case ReplicationEvent.SyncChanged e ->
          Optional.of(
              new EventForm("sync_changed", e)
                  .with("sync", e.sync())
                  .with("state", e.status().state().word())
                  .with("reason", e.status().reason()));
      case ReplicationEvent.Verified e ->
          Optional.of(
              new EventForm("verified", e)
                  .with("equal", e.report().isEqual())
                  .with("certificate", e.report().certificate()));
      case ReplicationEvent.Detached e ->
          Optional.of(
              new EventForm("detached", e).with("changes", e.changes()).with("reason", e.reason()));
    };
  }

  private EventForm record(Operation operation, String resource, String id) {
    return with("operation", operation.word()).with("resource", resource).with("record", id);
  }

  private EventForm with(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }
}
