package io.s3db;

import io.s3db.json.Json;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import io.s3db.write.RecordIds;
import io.s3db.write.Sleeper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object under which s3db.js changes the catalogue of a bucket; memory and directories have
 * none.
 *
 * <p>It is created under the condition that there is none, taken over under the condition that it
 * is unchanged once it has expired, and removed under the same condition. It keeps s3db.js and this
 * library out of each other's way; among writers of this library the condition on the catalogue
 * itself is what protects it.
 */
final class CatalogueLock {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueLock.class);
  private static final ObjectKey KEY =
      ObjectKey.of("plugin=s3db-core/locks/namespace=metadata/s3db-metadata.json");
  private static final Duration HELD = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int ATTEMPTS = 250;

  private final ObjectStore store;
  private final InstantSource time;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  CatalogueLock(ObjectStore store, InstantSource time, Sleeper sleeper, RandomGenerator random) {
    this.store = store;
    this.time = time;
    this.sleeper = sleeper;
    this.random = random;
  }

  /** Takes the lock, waiting for its holder or its expiry. */
  Held take() {
    ObjectStore.Capabilities can = store.capabilities();
    if (can.etagCoversMetadata() || !can.conditionalWrites()) {
      return new Held(null);
    }
    String lockId = RecordIds.generate(random, 22);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<StoredObject> held = store.get(KEY);
      if (held.isPresent() && !expired(held.get())) {
        pause();
        continue;
      }
      Precondition condition =
          held.map(object -> Precondition.matches(object.head().etag()))
              .orElseGet(Precondition::absent);
      Optional<ETag> taken = write(lockId, condition);
      if (taken.isPresent()) {
        return new Held(taken.get());
      }
    }
    throw new S3dbException(
        "CATALOG_LOCKED",
        "The catalogue of " + store.describe() + " stays locked by another process.",
        "If none is at work, remove the object " + KEY + ".");
  }

  private Optional<ETag> write(String lockId, Precondition condition) {
    try {
      PutOutcome outcome =
          store.put(KEY, new NewObject(json(lockId), "application/json", Map.of()), condition);
      return outcome instanceof PutOutcome.Written written
          ? Optional.of(written.etag())
          : Optional.empty();
    } catch (OutcomeUnknownException _) {
      return store
          .get(KEY)
          .filter(object -> lockId.equals(fields(object).text("lockId", "")))
          .map(object -> object.head().etag());
    }
  }

  private byte[] json(String lockId) {
    long now = time.millis();
    Map<String, @Nullable Object> lock = new LinkedHashMap<>();
    lock.put("lockId", lockId);
    lock.put("holderId", "s3db-java-" + ProcessHandle.current().pid());
    lock.put("acquiredAt", now);
    lock.put("expiresAt", now + HELD.toMillis());
    lock.put("_expiresAt", now + KEPT.toMillis());
    return Json.bytes(lock);
  }

  /** By the store's clock; a lock that says nothing of its end expires by its age. */
  private static boolean expired(StoredObject lock) {
    long fallback = lock.head().lastModified().plus(KEPT).toEpochMilli();
    Object end = fields(lock).get("expiresAt");
    long expiresAt = end instanceof Number millis ? millis.longValue() : fallback;
    return lock.head().storeTime().toEpochMilli() > expiresAt;
  }

  private static Document fields(StoredObject lock) {
    try {
      return Json.parse(lock.body()) instanceof Map<?, ?> map ? document(map) : Document.of();
    } catch (IllegalArgumentException _) {
      return Document.of();
    }
  }

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  private static Document document(Map<?, ?> map) {
    return Document.wrap((Map<String, @Nullable Object>) map);
  }

  private void pause() {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3dbException(
          "INTERRUPTED", "The thread was interrupted while it waited for the catalogue.", null, e);
    }
  }

  /** The lock while it is ours. */
  final class Held implements AutoCloseable {
    private final @Nullable ETag etag;

    private Held(@Nullable ETag etag) {
      this.etag = etag;
    }

    /** A lock that cannot be removed expires by itself. */
    @Override
    public void close() {
      if (etag == null) {
        return;
      }
      try {
        boolean guarded = store.capabilities().conditionalDeletes();
        DeleteOutcome outcome =
            store.delete(KEY, guarded ? Precondition.matches(etag) : Precondition.none());
        if (outcome == DeleteOutcome.LOST) {
          LOG.warn("The lock of the catalogue expired while it was held, and was taken over.");
        }
      } catch (S3dbException e) {
        LOG.warn("The lock of the catalogue was not removed; it expires in {}.", HELD, e);
      }
    }
  }
}
