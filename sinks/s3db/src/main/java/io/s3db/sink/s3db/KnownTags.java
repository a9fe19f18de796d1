package io.s3db.sink.s3db;

import io.s3db.store.ETag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The states in which this sink left records, the most recently used of them.
 *
 * <p>A write that knows the state needs one request: the store refuses it if the state is no longer
 * that. So a wrong entry costs a read, never a record. Safe for many threads.
 */
final class KnownTags {
  private final Map<String, ETag> tags;

  KnownTags(int most) {
    this.tags =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, ETag> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<ETag> find(String resource, String id) {
    return Optional.ofNullable(tags.get(name(resource, id)));
  }

  synchronized void remember(String resource, String id, ETag etag) {
    tags.put(name(resource, id), etag);
  }

  synchronized void forget(String resource, String id) {
    tags.remove(name(resource, id));
  }

  /** Resource names hold no slash. */
  private static String name(String resource, String id) {
    return resource + "/" + id;
  }
}
