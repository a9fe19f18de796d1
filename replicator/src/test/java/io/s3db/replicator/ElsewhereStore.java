package io.s3db.replicator;

import io.s3db.store.DeleteOutcome;
import io.s3db.store.ListPage;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoreException;
import io.s3db.store.StoredObject;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store in memory that says that it is elsewhere, and can be down. */
final class ElsewhereStore implements ObjectStore {
  private final String address;
  private final MemoryStore memory;
  private volatile boolean down;

  ElsewhereStore(String address, InstantSource time) {
    this.address = address;
    this.memory = MemoryStore.create(time);
  }

  void down(boolean now) {
    down = now;
  }

  private MemoryStore open() {
    if (down) {
      throw new StoreException("UNAVAILABLE", true, "503 Slow Down", null, null);
    }
    return memory;
  }

  @Override
  public String describe() {
    return address;
  }

  @Override
  public Capabilities capabilities() {
    return memory.capabilities();
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    return open().get(key);
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    return open().head(key);
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    return open().put(key, object, precondition);
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    return open().delete(key, precondition);
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    return open().list(prefix, after, limit);
  }

  @Override
  public void close() {
    memory.close();
  }
}
