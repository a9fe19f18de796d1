package io.s3db.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Objects in the memory of this process.
 *
 * <p>Stores opened on the same bucket share their objects until the process ends: closing one drops
 * nothing, and nothing is ever evicted. Every operation on a key is one compare-and-set. Each write
 * has a tag of its own, also one that writes what is there already.
 */
public final class MemoryStore implements ObjectStore {
  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();
  private static final Capabilities CAPABILITIES =
      new Capabilities(true, true, true, Integer.MAX_VALUE);

  private final String description;
  private final Bucket bucket;
  private final String keyPrefix;
  private final InstantSource clock;

  private MemoryStore(String description, Bucket bucket, String keyPrefix, InstantSource clock) {
    this.description = description;
    this.bucket = bucket;
    this.keyPrefix = keyPrefix;
    this.clock = clock;
  }

  /** A store of its own, shared with nobody. */
  public static MemoryStore create(InstantSource clock) {
    return new MemoryStore("memory", new Bucket(), "", clock);
  }

  /** The store of this bucket of the process, below a prefix; an empty prefix is the whole. */
  public static MemoryStore open(String bucket, String keyPrefix, InstantSource clock) {
    return new MemoryStore(
        "memory://" + bucket + (keyPrefix.isEmpty() ? "" : "/" + keyPrefix),
        BUCKETS.computeIfAbsent(bucket, _ -> new Bucket()),
        ConnectionString.segments(keyPrefix),
        clock);
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    return Optional.ofNullable(bucket.objects.get(name(key)))
        .map(held -> new StoredObject(headOf(key, held), held.object.body().clone()));
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    return Optional.ofNullable(bucket.objects.get(name(key))).map(held -> headOf(key, held));
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    Held made = new Held(inMemory(key, object), now());
    String name = name(key);
    while (true) {
      Held current = bucket.objects.get(name);
      if (!holds(precondition, current)) {
        return new PutOutcome.Lost();
      }
      boolean written =
          current == null
              ? bucket.objects.putIfAbsent(name, made) == null
              : bucket.objects.replace(name, current, made);
      if (written) {
        if (current == null) {
          bucket.index.note(name);
        }
        return new PutOutcome.Written(made.etag, now());
      }
    }
  }

  private static NewObject inMemory(ObjectKey key, NewObject object) {
    if (object.content() instanceof Body.Held) {
      return object;
    }
    try (InputStream bytes = object.content().open()) {
      return new NewObject(bytes.readAllBytes(), object.contentType(), object.metadata());
    } catch (IOException e) {
      throw new StoreException(
          "CONTENT_UNREADABLE",
          false,
          "Writing " + key + " failed: " + e.getMessage() + ".",
          null,
          e);
    }
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    if (precondition instanceof Precondition.Absent) {
      throw new IllegalArgumentException(
          "delete of " + key + ": an absent object cannot be deleted");
    }
    String name = name(key);
    while (true) {
      Held current = bucket.objects.get(name);
      if (current == null) {
        return precondition instanceof Precondition.None
            ? DeleteOutcome.DELETED
            : DeleteOutcome.ABSENT;
      }
      if (!holds(precondition, current)) {
        return DeleteOutcome.LOST;
      }
      if (bucket.objects.remove(name, current)) {
        bucket.index.note(name);
        return DeleteOutcome.DELETED;
      }
    }
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " of a listing: at least 1 is needed");
    }
    String start = keyPrefix + prefix;
    String last = after == null ? "" : keyPrefix + after;
    boolean resume = after != null && ObjectKey.compareUtf8(last, start) >= 0;
    List<ListPage.Entry> entries = new ArrayList<>();
    for (String name : bucket.index.from(resume ? last : start, !resume)) {
      if (!name.startsWith(start)) {
        break;
      }
      Held held = bucket.objects.get(name);
      if (held == null) {
        continue;
      }
      if (entries.size() == limit) {
        return new ListPage(entries, true);
      }
      entries.add(held.entry(name.substring(keyPrefix.length())));
    }
    return new ListPage(entries, false);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return description;
  }

  private String name(ObjectKey key) {
    return keyPrefix + key;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private ObjectHead headOf(ObjectKey key, Held held) {
    return new ObjectHead(
        key,
        held.etag,
        held.lastModified,
        held.object.body().length,
        held.object.contentType(),
        held.object.metadata(),
        now());
  }

  private static boolean holds(Precondition precondition, @Nullable Held current) {
    return switch (precondition) {
      case Precondition.None() -> true;
      case Precondition.Absent() -> current == null;
      case Precondition.Matches(ETag etag) -> current != null && current.etag.equals(etag);
    };
  }

  /** Objects by name, and their names in order. */
  private static final class Bucket {
    final ConcurrentMap<String, Held> objects = new ConcurrentHashMap<>();
    final MemoryIndex index = new MemoryIndex(objects::containsKey);
  }

  /** One write. Compared by identity: that is what makes the map's replace a compare-and-set. */
  private static final class Held {
    private static final String DEFAULT_TYPE = "application/octet-stream";
    private static final AtomicLong WRITES = new AtomicLong();

    final NewObject object;
    final ETag etag;
    final Instant lastModified;

    Held(NewObject object, Instant lastModified) {
      String type = object.contentType() == null ? DEFAULT_TYPE : object.contentType();
      this.object = new NewObject(object.body(), type, object.metadata());
      this.etag = new ETag(HexFormat.of().toHexDigits(WRITES.incrementAndGet()));
      this.lastModified = lastModified;
    }

    ListPage.Entry entry(String key) {
      return new ListPage.Entry(ObjectKey.of(key), etag, lastModified, object.body().length);
    }
  }
}
