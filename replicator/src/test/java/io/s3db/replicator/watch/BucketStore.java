package io.s3db.replicator.watch;

import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as Amazon's: the ETag is of the body alone, and times are whole seconds. What is asked
 * can be seen, and kept from succeeding; a listing can leave keys out.
 */
final class BucketStore implements ObjectStore {
  private final TreeMap<String, StoredObject> objects = new TreeMap<>(ObjectKey::compareUtf8);
  private final InstantSource time;
  private volatile BiConsumer<String, String> calls = (_, _) -> {};
  private volatile Predicate<String> hidden = _ -> false;

  BucketStore(InstantSource time) {
    this.time = time;
  }

  /** Told of every call, before it: the method, and the key or prefix. */
  void onCall(BiConsumer<String, String> listener) {
    calls = listener;
  }

  /** Leaves keys out of listings. */
  void hide(Predicate<String> which) {
    hidden = which;
  }

  synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  /** As another program does, without a word to anybody. */
  synchronized void write(String key, byte[] body, Map<String, String> metadata) {
    put(ObjectKey.of(key), new NewObject(body, null, metadata));
  }

  synchronized void remove(String key) {
    objects.remove(key);
  }

  synchronized StoredObject at(String key) {
    return Optional.ofNullable(objects.get(key)).orElseThrow();
  }

  @Override
  public String describe() {
    return "s3://bucket";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, false, 2048);
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    calls.accept("get", key.value());
    return find(key);
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    calls.accept("head", key.value());
    return find(key).map(StoredObject::head);
  }

  private synchronized Optional<StoredObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key.value())).map(this::answered);
  }

  private StoredObject answered(StoredObject object) {
    ObjectHead head = object.head();
    return new StoredObject(
        new ObjectHead(
            head.key(),
            head.etag(),
            head.lastModified(),
            head.size(),
            head.contentType(),
            head.metadata(),
            now()),
        object.body().clone());
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    calls.accept("put", key.value());
    synchronized (this) {
      return holds(key, precondition) ? put(key, object) : new PutOutcome.Lost();
    }
  }

  private PutOutcome put(ObjectKey key, NewObject object) {
    ETag etag = new ETag("\"" + Integer.toHexString(Arrays.hashCode(object.body())) + "\"");
    ObjectHead head =
        new ObjectHead(
            key, etag, now(), object.body().length, object.contentType(), object.metadata(), now());
    objects.put(key.value(), new StoredObject(head, object.body().clone()));
    return new PutOutcome.Written(etag, now());
  }

  private boolean holds(ObjectKey key, Precondition precondition) {
    @Nullable StoredObject there = objects.get(key.value());
    return switch (precondition) {
      case Precondition.None() -> true;
      case Precondition.Absent() -> there == null;
      case Precondition.Matches(ETag etag) -> there != null && there.head().etag().equals(etag);
    };
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    calls.accept("delete", key.value());
    synchronized (this) {
      boolean conditional = precondition instanceof Precondition.Matches;
      if (conditional && !objects.containsKey(key.value())) {
        return DeleteOutcome.ABSENT;
      }
      if (!holds(key, precondition)) {
        return DeleteOutcome.LOST;
      }
      objects.remove(key.value());
      return DeleteOutcome.DELETED;
    }
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    calls.accept("list", prefix);
    List<ListPage.Entry> page = new ArrayList<>();
    boolean more = false;
    synchronized (this) {
      for (StoredObject each : objects.tailMap(after == null ? prefix : after, true).values()) {
        ObjectHead head = each.head();
        String key = head.key().value();
        if (!key.startsWith(prefix)) {
          break;
        }
        if ((after == null || ObjectKey.compareUtf8(key, after) > 0) && !hidden.test(key)) {
          if (page.size() == limit) {
            more = true;
            break;
          }
          page.add(new ListPage.Entry(head.key(), head.etag(), head.lastModified(), head.size()));
        }
      }
    }
    return new ListPage(page, more);
  }

  @Override
  public void close() {}
}
