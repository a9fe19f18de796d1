package io.s3db.replicator.state;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.json.Json;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.ChangeEvent.Deleted;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.ChangeEvent.Updated;
import io.s3db.replicator.journal.EventId;
import io.s3db.version.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change as a JSON object with the members id, operation, resource, recordId, version, changedAt,
 * before, after: complete, so that the change can be delivered from it alone.
 */
public final class EventJson {
  private EventJson() {}

  /** The members as plain values. */
  public static Map<String, @Nullable Object> toMap(ChangeEvent event) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", event.id().toString());
    map.put("operation", event.operation().word());
    map.put("resource", event.resource());
    map.put("recordId", event.recordId());
    map.put("version", event.version().toString());
    map.put("changedAt", event.changedAt().toString());
    Document before = event.before();
    if (before != null) {
      map.put("before", before.toMap());
    }
    Document after = event.after();
    if (after != null) {
      map.put("after", after.toMap());
    }
    return map;
  }

  static String write(ChangeEvent event) {
    return new String(Json.typedBytes(toMap(event)), StandardCharsets.UTF_8);
  }

  static ChangeEvent read(String json) {
    Document map = Document.parse(json);
    EventId id = EventId.parse(map.text("id"));
    String resource = map.text("resource");
    String recordId = map.text("recordId");
    Version version = Version.parse(map.text("version"));
    Instant changedAt = map.instant("changedAt");
    @Nullable Document before = map.has("before") ? map.document("before") : null;
    return switch (Operation.parse(map.text("operation"))) {
      case INSERT ->
          new Inserted(id, resource, recordId, version, changedAt, map.document("after"));
      case UPDATE ->
          new Updated(id, resource, recordId, version, changedAt, before, map.document("after"));
      case DELETE -> new Deleted(id, resource, recordId, version, changedAt, before);
    };
  }
}
