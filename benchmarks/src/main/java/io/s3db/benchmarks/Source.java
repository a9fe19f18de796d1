package io.s3db.benchmarks;

import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** A database with orders, with or without the plugin that replicates them to PostgreSQL. */
final class Source implements AutoCloseable {
  private static final String WAREHOUSE = "warehouse";
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(5);

  private final S3db db;
  private final Resource orders;

  private Source(ObjectStore store, Optional<ReplicatorPlugin> plugin) {
    S3dbBuilder builder = S3db.builder().store(store);
    plugin.ifPresent(builder::plugin);
    this.db = builder.connect();
    this.orders = db.createResource(Orders.definition());
  }

  static Source plain(ObjectStore store) {
    return new Source(store, Optional.empty());
  }

  static Source replicated(Stage stage, Durability durability, int batchSize, String postgres)
      throws IOException {
    return replicated(memory(), stage, durability, batchSize, postgres);
  }

  static Source replicated(
      ObjectStore store, Stage stage, Durability durability, int batchSize, String postgres)
      throws IOException {
    return replicated(store, stage, durability, batchSize, postgres, _ -> {});
  }

  static Source replicated(
      ObjectStore store,
      Stage stage,
      Durability durability,
      int batchSize,
      String postgres,
      Consumer<ReplicatorPlugin.Builder> others)
      throws IOException {
    Replicator main = destination("postgresql").config("connectionString", postgres).build();
    return replicated(store, stage, durability, batchSize, main, others);
  }

  /** Replicated to what {@link #destination} began. */
  static Source replicated(Stage stage, int batchSize, Replicator destination) throws IOException {
    return replicated(memory(), stage, Durability.DISK, batchSize, destination, _ -> {});
  }

  private static Source replicated(
      ObjectStore store,
      Stage stage,
      Durability durability,
      int batchSize,
      Replicator main,
      Consumer<ReplicatorPlugin.Builder> others)
      throws IOException {
    ReplicatorPlugin.Builder builder =
        ReplicatorPlugin.builder()
            .journalPath(stage.freshFolder())
            .durability(durability)
            .batchSize(batchSize)
            .closeTimeout(Duration.ofMillis(100))
            .replicator(main);
    others.accept(builder);
    return new Source(store, Optional.of(builder.build()));
  }

  /** Begins the description of the destination that is paused, drained and counted. */
  static Replicator.Builder destination(String driver) {
    return destination(driver, Orders.NAME);
  }

  static Replicator.Builder destination(String driver, String table) {
    return Replicator.builder(driver).id(WAREHOUSE).resource(Orders.NAME, table);
  }

  static ObjectStore memory() {
    return MemoryStore.create(InstantSource.system());
  }

  Resource orders() {
    return orders;
  }

  void insert(int number) {
    orders.insert(Orders.order(number));
  }

  void pause() throws InterruptedException {
    plugin().pause(WAREHOUSE);
  }

  void resume() throws InterruptedException {
    plugin().resume(WAREHOUSE);
  }

  /** What the destination counted so far. */
  long counted(String counter) {
    return plugin().status(WAREHOUSE).counters().getOrDefault(counter, 0L);
  }

  /** Waits until the destination has counted so many: counters follow within a moment. */
  void awaitCounted(String counter, long number) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (counted(counter) != number) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(number + " were sent, counted " + counted(counter));
      }
      Thread.sleep(10);
    }
  }

  /** Waits until everything is settled at PostgreSQL. */
  void drain() throws InterruptedException {
    if (!plugin().awaitReplicated(WAREHOUSE, LONGEST_DRAIN)) {
      throw new IllegalStateException("not everything arrived: " + plugin().status(WAREHOUSE));
    }
  }

  /** Rows a second from the resumption to the last of so many inserts, made while it is paused. */
  double drainRate(int rows) throws Exception {
    pause();
    Load.range(Load.MANY, 0, rows, this::insert);
    long begun = System.nanoTime();
    resume();
    drain();
    return rows * 1e9 / (System.nanoTime() - begun);
  }

  VerifyReport verify() throws InterruptedException {
    return plugin().verify(WAREHOUSE);
  }

  private ReplicatorPlugin plugin() {
    return db.plugin(ReplicatorPlugin.class).orElseThrow();
  }

  @Override
  public void close() {
    db.close();
  }
}
