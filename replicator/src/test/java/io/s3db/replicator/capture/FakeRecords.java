package io.s3db.replicator.capture;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.plugin.RecordAccess;
import io.s3db.record.Stamp;
import io.s3db.store.ETag;
import io.s3db.store.StoreException;
import io.s3db.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records in memory, with a store that can be unreachable and fences that get lost. */
final class FakeRecords implements RecordAccess {
  final Map<String, State> records = new ConcurrentHashMap<>();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger fences = new AtomicInteger();
  volatile boolean unreachable;
  volatile @Nullable Runnable beforeFence;

  /** The next fence takes effect or not, and nobody is told. */
  volatile boolean fenceInDoubt;

  volatile boolean fenceArrives;

  /** The record as it is could not be written again. */
  volatile boolean fenceRefused;

  void put(String id, State state) {
    records.put(id, state);
  }

  @Override
  public Optional<State> read(String resource, String id) {
    reads.incrementAndGet();
    if (unreachable) {
      throw new StoreException("STORE_UNREACHABLE", true, "the store is away", null, null);
    }
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public Ids ids(String resource, @Nullable String after, int most) {
    List<String> all =
        records.keySet().stream()
            .sorted()
            .filter(id -> after == null || id.compareTo(after) > 0)
            .toList();
    return new Ids(all.subList(0, Math.min(most, all.size())), all.size() > most);
  }

  @Override
  public boolean fence(String resource, String id, State state) {
    fences.incrementAndGet();
    Runnable interference = beforeFence;
    if (interference != null) {
      beforeFence = null;
      interference.run();
    }
    if (fenceRefused) {
      throw new S3dbException("METADATA_LIMIT", "the record does not fit", null);
    }
    boolean doubt = fenceInDoubt;
    fenceInDoubt = false;
    boolean fits = state.equals(records.get(id));
    if (fits && (!doubt || fenceArrives)) {
      records.put(id, state(900_000 + fences.get(), state.version()));
    }
    if (doubt) {
      throw new OutcomeUnknownException("the fence got no answer", null);
    }
    return fits;
  }

  /** A stamped record of a version that replaced another. */
  static State state(int number, @Nullable Version replaced) {
    return new State(
        Captured.version(number),
        true,
        replaced == null ? "00000000" : Stamp.digestOf(replaced),
        Captured.tag(number),
        Document.of("id", "a", "number", number),
        true);
  }

  static State unfenceable(State state) {
    return new State(
        state.version(), state.stamped(), state.replaced(), state.etag(), state.document(), false);
  }

  static State unstamped(int number, ETag etag) {
    return new State(Captured.version(number), false, "", etag, Document.of("id", "a"), true);
  }
}
