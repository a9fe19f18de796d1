package io.s3db.replicator.delivery;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkTraits;
import io.s3db.replicator.spi.Target;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A destination in memory that does what a script says. A mirror keeps rows and tombstones by
 * version; both kinds keep what they accepted, in order.
 */
final class ScriptedSink implements Sink {
  /** Decides about a batch: fails it, or refuses some of it. */
  @FunctionalInterface
  interface Script {
    List<Rejection> decide(List<Delivery> batch) throws SinkException, InterruptedException;
  }

  @FunctionalInterface
  interface Probe {
    void run() throws SinkException;
  }

  record Row(Version version, @Nullable Document data) {}

  private final SinkTraits traits;
  private final AtomicReference<Script> script = new AtomicReference<>(_ -> List.of());
  private final AtomicReference<Probe> probe = new AtomicReference<>(() -> {});
  private final AtomicReference<Probe> preparation = new AtomicReference<>(() -> {});
  private final Map<String, Row> rows = new HashMap<>();
  private final List<Delivery> accepted = new ArrayList<>();
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private volatile KeyFields keyFields = KeyFields.of(List.of("id"));
  private volatile ToIntFunction<List<Delivery>> requests = _ -> 1;
  private volatile boolean keeps = true;
  private volatile Crash crash = Crash.never();
  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger probes = new AtomicInteger();
  final AtomicInteger prepared = new AtomicInteger();

  ScriptedSink(SinkTraits traits) {
    this.traits = traits;
  }

  static ScriptedSink mirror() {
    return new ScriptedSink(SinkTraits.mirror(1 << 20));
  }

  /** A mirror that keeps nothing. */
  static ScriptedSink instant() {
    ScriptedSink sink = mirror();
    sink.keeps = false;
    return sink;
  }

  static ScriptedSink events() {
    return new ScriptedSink(SinkTraits.events(true, 1 << 20));
  }

  ScriptedSink script(Script next) {
    script.set(next);
    return this;
  }

  ScriptedSink onProbe(Probe next) {
    probe.set(next);
    return this;
  }

  ScriptedSink onPrepare(Probe next) {
    preparation.set(next);
    return this;
  }

  /** How many requests a write makes. */
  void requestsOf(ToIntFunction<List<Delivery>> count) {
    requests = count;
  }

  @Override
  public int requests(List<Delivery> batch) {
    return requests.applyAsInt(batch);
  }

  ScriptedSink key(String... names) {
    keyFields = KeyFields.of(List.of(names));
    return this;
  }

  void crash(Crash next) {
    crash = next;
  }

  @Override
  public SinkTraits traits() {
    return traits;
  }

  @Override
  public KeyFields prepare(Target target, Document sample) throws SinkException {
    prepared.incrementAndGet();
    preparation.get().run();
    return keyFields;
  }

  @Override
  public List<Rejection> write(List<Delivery> batch) throws SinkException, InterruptedException {
    calls.incrementAndGet();
    if (!keeps) {
      return List.of();
    }
    crash.step();
    checkKeys(batch);
    List<Rejection> rejections = script.get().decide(batch);
    Set<Object> refused = new HashSet<>();
    rejections.forEach(rejection -> refused.add(rejection.id()));
    List<Delivery> taken = batch.stream().filter(d -> !refused.contains(d.id())).toList();
    synchronized (rows) {
      taken.forEach(this::apply);
      accepted.addAll(taken);
      batches.add(batch.size());
    }
    crash.step(); // it took effect, but nobody learns of it
    return rejections;
  }

  private void checkKeys(List<Delivery> batch) {
    if (!traits.keyOncePerBatch()) {
      return;
    }
    Set<String> keys = new HashSet<>();
    for (Delivery delivery : batch) {
      boolean fresh =
          traits.mirror()
              ? keys.add(delivery.target() + delivery.key())
                  && delivery.replacedKeys().stream()
                      .allMatch(replaced -> keys.add(delivery.target() + replaced))
              : keys.add(delivery.target() + delivery.resource() + "/" + delivery.recordId());
      if (!fresh) {
        faults.add("a key occurs twice in a batch: " + delivery);
      }
    }
  }

  private void apply(Delivery delivery) {
    if (!traits.mirror()) {
      return;
    }
    for (Key replaced : delivery.replacedKeys()) {
      put(delivery.target() + replaced, delivery.version(), null);
    }
    put(
        delivery.target() + delivery.key(),
        delivery.version(),
        delivery.removes() ? null : delivery.data());
  }

  private void put(String key, Version version, @Nullable Document data) {
    @Nullable Row row = rows.get(key);
    if (row == null || !row.version().isAfter(version)) {
      rows.put(key, new Row(version, data));
    }
  }

  /** The rows of a mirror: target and key to data. */
  Map<String, Document> rows() {
    Map<String, Document> live = new TreeMap<>();
    synchronized (rows) {
      rows.forEach(
          (key, row) -> Optional.ofNullable(row.data()).ifPresent(data -> live.put(key, data)));
    }
    return live;
  }

  List<Delivery> accepted() {
    synchronized (rows) {
      return List.copyOf(accepted);
    }
  }

  /** Ids of accepted deliveries of one record, in order, repetitions left out. */
  List<String> acceptedOf(String recordId) {
    return accepted().stream()
        .filter(delivery -> delivery.recordId().equals(recordId))
        .map(delivery -> delivery.id().toString())
        .distinct()
        .toList();
  }

  List<Integer> batches() {
    return List.copyOf(batches);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void probe() throws SinkException {
    probes.incrementAndGet();
    probe.get().run();
  }

  @Override
  public void close() {}

  static Rejection refuse(Delivery delivery, Rejection.Kind kind, String code) {
    return new Rejection(delivery.id(), kind, code, "refused with " + code);
  }
}
