package io.s3db.write;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.json.Json;
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
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 100;

  private final ObjectStore store;
  private final Timing timing;
  private final ObjectKey value;
  private final ObjectLock lock;
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
    this.lock = new ObjectLock(store, timing, ObjectKey.of(prefix + "/lock"), HELD);
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
      try (ObjectLock.Held _ = lock.take(PATIENCE)) {
        return advance(count, start, increment);
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
      if (write(json(present, next), condition)) {
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
  private boolean write(byte[] json, Precondition condition) {
    try {
      NewObject object = new NewObject(json, "application/json", Map.of());
      return store.put(value, object, condition) instanceof PutOutcome.Written;
    } catch (OutcomeUnknownException _) {
      return false;
    }
  }
}
