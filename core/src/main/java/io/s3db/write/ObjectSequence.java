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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are given out once, counted in an object as s3db.js counts them: {@code
 * <prefix>/value} holds the next number as JSON, {@code <prefix>/lock} is there while it changes.
 *
 * <p>The lock keeps s3db.js out, which writes without conditions; among writers of this library the
 * condition on the value is what protects it. After an unknown outcome the value is read again: a
 * number may be left out, none is given twice. Safe for many threads.
 */
public final class ObjectSequence {
  private static final Duration HELD = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int WAITS = 100;
  private static final int ATTEMPTS = 100;

  private final ObjectStore store;
  private final Timing timing;
  private final ObjectKey value;
  private final ObjectKey lock;
  private final Document identity;
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * The sequence below a prefix.
   *
   * @param identity the members that name it, kept beside its value: {@code name}
   */
  public ObjectSequence(ObjectStore store, Timing timing, String prefix, Document identity) {
    this.store = store;
    this.timing = timing;
    this.value = ObjectKey.of(prefix + "/value");
    this.lock = ObjectKey.of(prefix + "/lock");
    this.identity = identity;
  }

  /**
   * Takes numbers: the first of {@code count}, each {@code increment} after the one before.
   *
   * @param start the first number of a sequence that does not exist yet
   * @throws S3dbException if the sequence cannot be read or written, or stays locked
   */
  public long take(int count, long start, long increment) {
    turn.lock();
    try {
      Optional<ETag> held = lock();
      try {
        return advance(count, start, increment);
      } finally {
        held.ifPresent(this::unlock);
      }
    } finally {
      turn.unlock();
    }
  }

  /** The number that would be given next, or nothing if none was ever given. */
  public Optional<Long> next() {
    return store.get(value).map(this::number);
  }

  private long advance(int count, long start, long increment) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<StoredObject> present = store.get(value);
      long first = present.map(this::number).orElse(start);
      long next = Math.addExact(first, Math.multiplyExact(count, increment));
      Precondition condition = condition(present);
      if (write(value, json(present, next), condition).isPresent()) {
        return first;
      }
    }
    throw new S3dbException(
        "SEQUENCE_CONTENDED",
        "The sequence '%s' changed under us %d times.".formatted(value, ATTEMPTS),
        "Take more numbers at once, such as with incremental:fast.");
  }

  private Precondition condition(Optional<StoredObject> present) {
    if (!store.capabilities().conditionalWrites()) {
      return Precondition.none();
    }
    return present
        .map(object -> Precondition.matches(object.head().etag()))
        .orElseGet(Precondition::absent);
  }

  private byte[] json(Optional<StoredObject> present, long next) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("value", next);
    members.putAll(identity.toMap());
    long now = timing.time().millis();
    if (present.isEmpty()) {
      members.put("createdAt", now);
    } else {
      fields(present.get()).toMap().forEach(members::putIfAbsent);
      members.put("updatedAt", now);
    }
    return Json.bytes(members);
  }

  private long number(StoredObject object) {
    try {
      return fields(object).integer("value");
    } catch (IllegalArgumentException e) {
      throw new S3dbException(
          "SEQUENCE_DAMAGED",
          "The object '%s' holds no number: %s.".formatted(value, e.getMessage()),
          "Put the next number to give out into its member value.",
          e);
    }
  }

  private static Document fields(StoredObject object) {
    return Document.parse(new String(object.body(), StandardCharsets.UTF_8));
  }

  /** Unknown is as good as lost: the caller reads again, and uses no number of this attempt. */
  private Optional<ETag> write(ObjectKey key, byte[] json, Precondition condition) {
    try {
      PutOutcome outcome =
          store.put(key, new NewObject(json, "application/json", Map.of()), condition);
      return outcome instanceof PutOutcome.Written written
          ? Optional.of(written.etag())
          : Optional.empty();
    } catch (OutcomeUnknownException _) {
      return Optional.empty();
    }
  }

  /** Nothing to hold where no condition is kept: such a store has a single writer. */
  private Optional<ETag> lock() {
    if (!store.capabilities().conditionalWrites()) {
      return Optional.empty();
    }
    String token = RecordIds.generate(timing.random(), 22);
    for (int wait = 0; wait < WAITS; wait++) {
      Optional<StoredObject> held = store.get(lock);
      if (held.isEmpty() || expired(held.get())) {
        Optional<ETag> taken = write(lock, claim(token), condition(held));
        if (taken.isPresent()) {
          return taken;
        }
      } else if (isClaim(held.get(), token)) {
        return Optional.of(held.get().head().etag());
      }
      pause();
    }
    throw new S3dbException(
        "SEQUENCE_LOCKED",
        "The sequence '%s' stays locked by another process.".formatted(value),
        "If none is at work, remove the object " + lock + ".");
  }

  private byte[] claim(String token) {
    long now = timing.time().millis();
    Map<String, @Nullable Object> claim = new LinkedHashMap<>();
    claim.put("workerId", "s3db-java-" + ProcessHandle.current().pid());
    claim.put("token", token);
    claim.put("acquiredAt", now);
    claim.put("_expiresAt", now + HELD.toMillis());
    return Json.bytes(claim);
  }

  /** By the store's clock; a lock that does not say when it ends has its age. */
  private static boolean expired(StoredObject held) {
    long end = held.head().lastModified().plus(HELD).toEpochMilli();
    try {
      end = fields(held).integer("_expiresAt", end);
    } catch (IllegalArgumentException _) {
      // What it says cannot be read: its age decides.
    }
    return held.head().storeTime().toEpochMilli() > end;
  }

  private static boolean isClaim(StoredObject held, String token) {
    try {
      return token.equals(fields(held).text("token", ""));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** A lock that cannot be removed expires by itself. */
  private void unlock(ETag etag) {
    try {
      boolean guarded = store.capabilities().conditionalDeletes();
      store.delete(lock, guarded ? Precondition.matches(etag) : Precondition.none());
    } catch (S3dbException _) {
      // It expires.
    }
  }

  private void pause() {
    try {
      timing.sleeper().sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3dbException(
          "INTERRUPTED", "The thread was interrupted while it waited for a sequence.", null, e);
    }
  }
}
