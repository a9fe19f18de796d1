package io.s3db.benchmarks;

import io.s3db.store.DeleteOutcome;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoreException;
import io.s3db.store.StoredObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that answers late, as one does that is at the other end of a network. */
final class SlowStore implements ObjectStore {
  private final ObjectStore store;
  private final Duration delay;

  SlowStore(ObjectStore store, Duration delay) {
    this.store = store;
    this.delay = delay;
  }

  private void travel() {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          "INTERRUPTED",
          false,
          "the request was interrupted on its way",
          "Repeat it once the thread may go on.",
          e);
    }
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public Capabilities capabilities() {
    return store.capabilities();
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    travel();
    return store.get(key);
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    travel();
    return store.head(key);
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    travel();
    return store.put(key, object, precondition);
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    travel();
    return store.delete(key, precondition);
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    travel();
    return store.list(prefix, after, limit);
  }

  @Override
  public void close() {
    store.close();
  }
}
