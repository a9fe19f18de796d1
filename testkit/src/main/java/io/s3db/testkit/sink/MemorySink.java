package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A destination in memory, for tests: a mirror with versions and tombstones, or one that is told
 * every event.
 *
 * <p>It keeps the {@link Sink} contract, fails as {@link #faults} say, and keeps its rows when it
 * is closed, so that a test can restart what writes to it. Safe for many threads; one batch is
 * applied as a whole before the next.
 */
public final class MemorySink implements Sink, Verifiable {
  private static final Map<String, MemorySink> NAMED = new ConcurrentHashMap<>();
  private static final long MAX_BYTES = 1 << 20;

  private final SinkTraits traits;
  private final MemoryFaults faults = new MemoryFaults();
  private final Map<String, MemoryTable> tables = new ConcurrentHashMap<>();
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();
  private final List<Delivery> events = new CopyOnWriteArrayList<>();
  private final List<List<Delivery>> batches = new ArrayList<>();
  private final Object writing = new Object();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean closed;
  private int superseded;
  private int writes;

  private MemorySink(SinkTraits traits) {
    this.traits = traits;
  }

  /** A destination that holds the latest state of records. */
  public static MemorySink mirror() {
    return new MemorySink(SinkTraits.mirror(MAX_BYTES));
  }

  /** A destination that is told every change, with at most one of a record in a batch. */
  public static MemorySink events() {
    return new MemorySink(SinkTraits.events(true, MAX_BYTES));
  }

  /** A destination of these traits. */
  public static MemorySink of(SinkTraits traits) {
    return new MemorySink(traits);
  }

  /** Makes this the destination that {@code driver: memory} with this {@code name} opens. */
  public MemorySink register(String name) {
    NAMED.put(name, this);
    return this;
  }

  /** The destination registered by this name; a mirror is made if there is none. */
  public static MemorySink named(String name) {
    return NAMED.computeIfAbsent(name, any -> mirror());
  }

  /** Forgets the destination registered by this name. */
  public static void forget(String name) {
    NAMED.remove(name);
  }

  /** What goes wrong. */
  public MemoryFaults faults() {
    return faults;
  }

  @Override
  public SinkTraits traits() {
    return traits;
  }

  @Override
  public KeyFields prepare(Target target, Document sample)
      throws SinkException, InterruptedException {
    enter();
    prepared.add(target.name());
    if (!target.key().isEmpty()) {
      return KeyFields.of(target.key());
    }
    return sample.has("id") ? KeyFields.of(List.of("id")) : KeyFields.recordId("_s3db_id");
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    enter();
    synchronized (writing) {
      writes++;
      checkPrepared(batch);
      faults.beforeWrite(batch);
      batches.add(List.copyOf(batch));
      List<Rejection> refused = new ArrayList<>();
      for (Delivery delivery : batch) {
        faults.refusal(delivery).ifPresentOrElse(refused::add, () -> apply(delivery));
      }
      faults.afterWrite();
      return refused;
    }
  }

  @Override
  public List<StoredRow> rows(Target target, KeyFields key, @Nullable Document after, int most)
      throws SinkException, InterruptedException {
    enter();
    return table(target.name()).stored().stream()
        .filter(row -> after == null || row.key().toJson().compareTo(after.toJson()) > 0)
        .limit(most)
        .toList();
  }

  @Override
  public List<StoredRow> find(Target target, KeyFields key, List<Document> keys)
      throws SinkException, InterruptedException {
    enter();
    Set<Document> wanted = Set.copyOf(keys);
    return table(target.name()).stored().stream()
        .filter(row -> wanted.contains(row.key()))
        .toList();
  }

  @Override
  public Optional<StoredRow> readBack(Target target, KeyFields keyFields, Key key, Document row) {
    return Optional.of(new StoredRow(key.fields(), null, row));
  }

  /** Changes a row behind everybody's back, under a version: null takes it away. */
  public void tamper(String target, Key key, Version version, @Nullable Document data) {
    table(target).tamper(key, version, data);
  }

  @Override
  public void probe() throws SinkException, InterruptedException {
    enter();
  }

  @Override
  public void close() {
    closed = true;
  }

  /**
   * A further way in, as the driver {@code memory} opens it; it has a {@link #close} of its own.
   */
  public Sink connect() {
    connections.incrementAndGet();
    return new MemoryConnection(this, connections::decrementAndGet);
  }

  /** How many of those that {@link #connect} made are still open. */
  public int connections() {
    return connections.get();
  }

  /** The row under a key; for mirrors. */
  public Optional<Document> find(String target, Key key) {
    return table(target).find(key);
  }

  /** The version under a key, be it a tombstone; for mirrors. */
  public Optional<Version> version(String target, Key key) {
    return table(target).version(key);
  }

  /** The rows of a target; for mirrors. */
  public List<Document> rows(String target) {
    return table(target).all();
  }

  /**
   * Every delivery that was applied, in order, with repetitions; stale ones left out on mirrors.
   */
  public List<Delivery> delivered() {
    return List.copyOf(events);
  }

  /** Every batch that reached the destination, refused records included. */
  public List<List<Delivery>> batches() {
    synchronized (writing) {
      return List.copyOf(batches);
    }
  }

  /** How often {@link #write} was called and got past a hang or a standing outage. */
  public int writes() {
    synchronized (writing) {
      return writes;
    }
  }

  /** How many deliveries were older than what was there. */
  public int superseded() {
    synchronized (writing) {
      return superseded;
    }
  }

  private void enter() throws SinkException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (closed) {
      throw new IllegalStateException("the memory sink is closed");
    }
    faults.enter();
  }

  private void apply(Delivery delivery) {
    if (traits.mirror() && !table(delivery.target()).apply(delivery)) {
      superseded++;
      return;
    }
    events.add(delivery);
  }

  private void checkPrepared(List<Delivery> batch) {
    for (Delivery delivery : batch) {
      if (!prepared.contains(delivery.target())) {
        throw new IllegalStateException("target " + delivery.target() + " was never prepared");
      }
    }
    long keys = batch.stream().map(each -> each.target() + each.key()).distinct().count();
    if (traits.keyOncePerBatch() && keys < batch.size()) {
      throw new IllegalStateException("a key occurs twice in one batch");
    }
  }

  private MemoryTable table(String target) {
    return tables.computeIfAbsent(target, any -> new MemoryTable());
  }
}
