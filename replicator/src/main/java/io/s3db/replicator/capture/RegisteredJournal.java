package io.s3db.replicator.capture;

import io.s3db.json.Json;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the bucket remembers of a journal: the object {@code plugin=s3db-replicator/journal=ID}.
 *
 * @param writer the writer name
 * @param run the run that was registered last
 * @param writerId the id of that run's versions, 16 hexadecimal digits
 * @param updatedAt when, in ISO form
 * @param replacedBy the journal that took the writer name over, or null
 * @param earlier the ids of runs before, the latest first, as many as are kept
 */
record RegisteredJournal(
    String journal,
    String writer,
    long run,
    String writerId,
    String updatedAt,
    @Nullable String replacedBy,
    List<String> earlier) {
  static final String PREFIX = "plugin=s3db-replicator/journal=";
  private static final long FORMAT = 1;

  /** So many runs are remembered. */
  static final int MOST_EARLIER = 256;

  /** Copies the ids. */
  RegisteredJournal {
    earlier = List.copyOf(earlier);
  }

  /** A registration, and the state of its object. */
  record Found(RegisteredJournal registered, ETag etag) {}

  static ObjectKey key(String journal) {
    return ObjectKey.of(PREFIX + journal);
  }

  RegisteredJournal replacedBy(String other) {
    return new RegisteredJournal(journal, writer, run, writerId, updatedAt, other, earlier);
  }

  /** The ids of this run and of those before. */
  List<String> writerIds() {
    return Stream.concat(Stream.of(writerId), earlier.stream())
        .distinct()
        .limit(MOST_EARLIER)
        .toList();
  }

  NewObject object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("journal", journal);
    map.put("writer", writer);
    map.put("run", run);
    map.put("writerId", writerId);
    map.put("updatedAt", updatedAt);
    if (!earlier.isEmpty()) {
      map.put("earlier", earlier);
    }
    if (replacedBy != null) {
      map.put("replacedBy", replacedBy);
    }
    return new NewObject(Json.bytes(map), "application/json", Map.of());
  }

  static Found parse(StoredObject object) {
    String key = object.head().key().value();
    if (Json.parse(object.body()) instanceof Map<?, ?> map
        && Long.valueOf(FORMAT).equals(map.get("format"))
        && map.get("writer") instanceof String writer
        && map.get("run") instanceof Long run
        && map.get("writerId") instanceof String writerId) {
      String journal = key.substring(key.lastIndexOf('=') + 1);
      RegisteredJournal registered =
          new RegisteredJournal(
              journal,
              writer,
              run,
              writerId,
              String.valueOf(map.get("updatedAt")),
              (String) map.get("replacedBy"),
              map.get("earlier") instanceof List<?> ids
                  ? ids.stream().map(String::valueOf).toList()
                  : List.of());
      return new Found(registered, object.head().etag());
    }
    throw new IllegalArgumentException("object " + key + " is not of format " + FORMAT);
  }
}
