package io.s3db.write;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.json.Json;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is an object, as s3db.js makes them: {@code {workerId, token, acquiredAt,
 * _expiresAt}}, created under the condition that there is none, and taken over once it has expired.
 *
 * <p>It keeps programs out of each other's way and expires by itself: whoever holds it longer than
 * it lasts holds nothing. What must not happen twice needs a condition of its own as well.
 */
public final class ObjectLock {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ObjectStore store;
  private final Timing timing;
  private final ObjectKey key;
  private final Duration lasts;

  /** A lock at this key that lasts so long once it is taken. */
  public ObjectLock(ObjectStore store, Timing timing, ObjectKey key, Duration lasts) {
    this.store = store;
    this.timing = timing;
    this.key = key;
    this.lasts = lasts;
  }

  /** Takes the lock if nobody has it. */
  public Optional<Held> tryTake() {
    return attempt(RecordIds.generate(timing.random(), 22));
  }

  /**
   * Waits for the lock and takes it.
   *
   * @throws S3dbException with code {@code LOCKED} if it stays taken
   */
  public Held take(Duration patience) {
    String token = RecordIds.generate(timing.random(), 22);
    long waits = patience.dividedBy(PAUSE);
    for (long wait = 0; ; wait++) {
      Optional<Held> held = attempt(token);
      if (held.isPresent()) {
        return held.get();
      }
      if (wait >= waits) {
        throw new S3dbException(
            "LOCKED",
            "The lock '%s' stays locked by another process.".formatted(key),
            "If none is at work, remove that object.");
      }
      pause();
    }
  }

  private Optional<Held> attempt(String token) {
    Optional<StoredObject> present = store.get(key);
    if (present.isPresent() && isClaim(present.get(), token)) {
      return present.map(object -> new Held(object.head().etag()));
    }
    if (present.isPresent() && !expired(present.get())) {
      return Optional.empty();
    }
    Precondition condition =
        !store.capabilities().conditionalWrites()
            ? Precondition.none()
            : present
                .map(object -> Precondition.matches(object.head().etag()))
                .orElseGet(Precondition::absent);
    try {
      NewObject claim = new NewObject(claim(token), "application/json", Map.of());
      return store.put(key, claim, condition) instanceof PutOutcome.Written written
          ? Optional.of(new Held(written.etag()))
          : Optional.empty();
    } catch (OutcomeUnknownException _) {
      return Optional.empty(); // the next attempt finds out
    }
  }

  private byte[] claim(String token) {
    long now = timing.time().millis();
    Map<String, @Nullable Object> claim = new LinkedHashMap<>();
    claim.put("workerId", "s3db-java-" + ProcessHandle.current().pid());
    claim.put("token", token);
    claim.put("acquiredAt", now);
    claim.put("_expiresAt", now + lasts.toMillis());
    return Json.bytes(claim);
  }

  /** By the store's clock; a lock that does not say when it ends has its age. */
  private boolean expired(StoredObject held) {
    long end = held.head().lastModified().plus(lasts).toEpochMilli();
    return held.head().storeTime().toEpochMilli() > fields(held).integer("_expiresAt", end);
  }

  private static boolean isClaim(StoredObject held, String token) {
    return token.equals(fields(held).text("token", ""));
  }

  private static Document fields(StoredObject held) {
    try {
      Document fields = Document.parse(new String(held.body(), StandardCharsets.UTF_8));
      boolean clear =
          fields.get("_expiresAt") instanceof Long && fields.get("token") instanceof String;
      return clear ? fields : Document.of();
    } catch (IllegalArgumentException _) {
      return Document.of();
    }
  }

  private void pause() {
    try {
      timing.sleeper().sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3dbException(
          "INTERRUPTED", "The thread was interrupted while it waited for a lock.", null, e);
    }
  }

  /** The lock while it is ours. */
  public final class Held implements AutoCloseable {
    private final ETag etag;

    private Held(ETag etag) {
      this.etag = etag;
    }

    /** Gives the lock back; one that cannot be removed expires by itself. */
    @Override
    public void close() {
      try {
        boolean guarded = store.capabilities().conditionalDeletes();
        store.delete(key, guarded ? Precondition.matches(etag) : Precondition.none());
      } catch (S3dbException _) {
        // It expires.
      }
    }
  }
}
