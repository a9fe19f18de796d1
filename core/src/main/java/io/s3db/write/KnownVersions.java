package io.s3db.write;

import io.s3db.record.Stamp;
import io.s3db.store.ETag;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.version.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last versions this process saw of the records it touched most recently.
 *
 * <p>A cache of bounded size: forgetting an entry costs a request or makes a derived version less
 * sharp, never correctness. Safe for many threads.
 */
public final class KnownVersions {
  private static final int CAPACITY = 10_000;

  private final Map<ObjectKey, Seen> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, Seen> eldest) {
          return size() > CAPACITY;
        }
      };

  /** The last version seen under this key; below all versions if there is none. */
  synchronized Version last(ObjectKey key) {
    Seen entry = entries.get(key);
    return entry == null ? Version.NONE : entry.version;
  }

  /** Takes note of a version that was read. */
  synchronized void note(ObjectKey key, Version version) {
    Seen entry = entries.get(key);
    if (entry == null || version.isAfter(entry.version)) {
      entries.put(key, new Seen(version, null, List.of(), null));
    }
  }

  /** Takes note of a state that this process wrote. */
  synchronized void wrote(
      ObjectKey key, Version version, @Nullable ETag etag, List<ObjectKey> references) {
    entries.put(key, new Seen(version, etag, references, null));
  }

  /** The state this process wrote under this key, if it is the one with this tag. */
  synchronized Optional<Present> written(ObjectKey key, ETag etag) {
    Seen entry = entries.get(key);
    return entry == null || !etag.equals(entry.etag)
        ? Optional.empty()
        : Optional.of(
            new Present(key, etag, entry.version, null, null, null, null, entry.references, null));
  }

  /**
   * The version of an object without a stamp: the end of the second in which it was modified, or
   * the next after the last one known for its key; the same object has the same version again.
   */
  synchronized Version derive(ObjectKey key, ObjectHead head) {
    String fingerprint = head.etag() + " " + head.lastModified() + " " + head.metadata().hashCode();
    Seen entry = entries.get(key);
    if (entry != null && fingerprint.equals(entry.fingerprint)) {
      return entry.version;
    }
    Version version = Stamp.unstampedVersion(head.lastModified());
    if (entry != null && !version.isAfter(entry.version)) {
      version = new Version(entry.version.clock() + 1, 0, false);
    }
    entries.put(key, new Seen(version, null, List.of(), fingerprint));
    return version;
  }

  private record Seen(
      Version version,
      @Nullable ETag etag,
      List<ObjectKey> references,
      @Nullable String fingerprint) {}
}
