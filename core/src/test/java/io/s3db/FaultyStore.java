package io.s3db;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fake in front of a real store that records its calls and fails the ones a test names. */
final class FaultyStore implements ObjectStore {
  /** How a call fails. */
  enum Fault {
    /** Nothing happens, certainly, and it is no use to try again. */
    REFUSED,
    /** Nothing happens, certainly; another try may help. */
    THROTTLED,
    /** Nothing happens, but the caller cannot know. */
    LOST_REQUEST,
    /** It happens, but the caller cannot know. */
    LOST_ANSWER,
    /** The store misbehaves: an exception that is part of no contract, after it happened. */
    BROKEN
  }

  private final ObjectStore store;
  private final List<String> calls = new ArrayList<>();
  private final Map<Integer, Fault> faults = new HashMap<>();
  private final Map<Integer, Runnable> intruders = new HashMap<>();
  private @Nullable Fault always;
  private @Nullable Capabilities capabilities;

  FaultyStore(ObjectStore store) {
    this.store = store;
  }

  /** Forgets the calls so far, and all faults. */
  synchronized void reset() {
    calls.clear();
    faults.clear();
    intruders.clear();
    always = null;
  }

  /** The n-th call from the last reset, from 1, fails. */
  synchronized FaultyStore fail(int call, Fault fault) {
    faults.put(call, fault);
    return this;
  }

  /** Every write from now on fails. */
  synchronized FaultyStore failWrites(Fault fault) {
    always = fault;
    return this;
  }

  /** Something else happens just before the n-th call. */
  synchronized FaultyStore before(int call, Runnable intruder) {
    intruders.put(call, intruder);
    return this;
  }

  FaultyStore with(Capabilities other) {
    capabilities = other;
    return this;
  }

  /** The calls since the last reset, such as {@code PUT resource=a/data/id=1}. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  private <T> T call(String what, boolean write, Supplier<T> call) {
    Fault fault;
    Runnable intruder;
    synchronized (this) {
      calls.add(what);
      fault = faults.getOrDefault(calls.size(), write ? always : null);
      intruder = intruders.remove(calls.size());
    }
    if (intruder != null) {
      intruder.run();
    }
    return switch (fault) {
      case null -> call.get();
      case REFUSED -> throw new StoreException("REFUSED", false, what + " refused.", null, null);
      case THROTTLED -> throw new StoreException("BUSY", true, what + " throttled.", null, null);
      case LOST_REQUEST -> throw lost(what, write);
      case LOST_ANSWER -> {
        var _ = call.get();
        throw lost(what, write);
      }
      case BROKEN -> {
        var _ = call.get();
        throw new IllegalStateException(what + " broken");
      }
    };
  }

  private static S3dbException lost(String what, boolean write) {
    return write
        ? new OutcomeUnknownException(what + " timed out.", null)
        : new StoreException("TIMEOUT", true, what + " timed out.", null, null);
  }

  @Override
  public String describe() {
    return "faulty " + store.describe();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities == null ? store.capabilities() : capabilities;
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    return call("GET " + key, false, () -> store.get(key));
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    return call("HEAD " + key, false, () -> store.head(key));
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    if (!capabilities().conditionalWrites() && !(precondition instanceof Precondition.None)) {
      throw new IllegalArgumentException("this store keeps no precondition: " + precondition);
    }
    return call("PUT " + key, true, () -> store.put(key, object, precondition));
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    if (!capabilities().conditionalDeletes() && !(precondition instanceof Precondition.None)) {
      throw new IllegalArgumentException("this store keeps no precondition: " + precondition);
    }
    return call("DELETE " + key, true, () -> store.delete(key, precondition));
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    return call("LIST " + prefix, false, () -> store.list(prefix, after, limit));
  }

  @Override
  public void close() {}
}
