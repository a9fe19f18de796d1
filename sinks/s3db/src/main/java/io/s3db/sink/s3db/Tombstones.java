package io.s3db.sink.s3db;

import io.s3db.store.ETag;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of deleted records, kept beside them so that a late write does not bring one back.
 *
 * <p>One object per record, {@code plugin=s3db-replicator/tombstone=<resource>/id=<id>}; its body
 * is the text of the version, so that every change of it changes its ETag. Versions only rise.
 */
final class Tombstones {
  static final Duration KEPT = Duration.ofDays(7);

  private static final String FOLDER = "plugin=s3db-replicator/tombstone=";
  private static final int LONGEST_ID = 300;
  private static final int PAGE = 1_000;

  private final ObjectStore store;

  Tombstones(ObjectStore store) {
    this.store = store;
  }

  /** The version of the last delete of a record that is still remembered. */
  Optional<Version> find(String resource, String id) {
    return store.get(key(resource, id)).map(Tombstones::version);
  }

  /** Remembers a delete, unless a later one is remembered. */
  void raise(String resource, String id, Version tombstone) {
    ObjectKey key = key(resource, id);
    NewObject object = object(tombstone);
    Precondition precondition = Precondition.absent();
    while (store.put(key, object, precondition) instanceof PutOutcome.Lost) {
      Optional<StoredObject> present = store.get(key);
      if (present.isPresent() && !tombstone.isAfter(version(present.get()))) {
        return;
      }
      precondition = condition(present.map(found -> found.head().etag()).orElse(null));
    }
  }

  /** Forgets deletes that were remembered long enough; returns how many. */
  int prune(Instant now) {
    Instant oldest = now.minus(KEPT);
    String after = null;
    int pruned = 0;
    while (true) {
      ListPage page = store.list(FOLDER, after, PAGE);
      for (ListPage.Entry entry : page.entries()) {
        after = entry.key().value();
        if (entry.lastModified().isBefore(oldest)) {
          // Not one that was written again since the listing.
          store.delete(entry.key(), Precondition.matches(entry.etag()));
          pruned++;
        }
      }
      if (!page.more() || page.entries().isEmpty()) {
        return pruned;
      }
    }
  }

  static ObjectKey key(String resource, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    // Keys have at most 1,024 bytes; ids hold no '=', so the two forms cannot meet.
    String name = bytes.length <= LONGEST_ID ? "id=" + id : "sha256=" + sha256(bytes);
    return ObjectKey.of(FOLDER + resource + "/" + name);
  }

  private static NewObject object(Version tombstone) {
    byte[] body = tombstone.toString().getBytes(StandardCharsets.US_ASCII);
    return new NewObject(body, "text/plain", Map.of());
  }

  private static Version version(StoredObject object) {
    return Version.parse(new String(object.body(), StandardCharsets.US_ASCII));
  }

  private static Precondition condition(@Nullable ETag etag) {
    return etag == null ? Precondition.absent() : Precondition.matches(etag);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
