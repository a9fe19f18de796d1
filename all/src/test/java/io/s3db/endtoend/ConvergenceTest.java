package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.store.MemoryStore;
import io.s3db.store.StoreException;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.testkit.store.FaultyStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many writers, many keys, a store and a network that fail: in the end both sides are equal. */
class ConvergenceTest {
  private static final int THREADS = 16;
  private static final int KEYS = 1_000;
  private static final int UPDATES = 20;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void noRowDiffersAfterUpdatesFromManyThreadsWithFailures() throws Exception {
    long seed = System.nanoTime() & 0xffff;
    System.out.println("seed " + seed);
    FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
    try (TestDatabase database = PostgresServer.shared().createDatabase();
        FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port())) {
      ReplicatorPlugin plugin = plugin(database.connectionString(proxy.port()));
      try (S3db db = S3db.builder().store(store).plugin(plugin).connect()) {
        Resource orders = db.createResource(Rig.orders());
        insertAll(orders);
        failOneInTwenty(store, seed);
        updateFromManyThreads(orders, seed, proxy);
        store.heal();
        proxy.heal();
        assertThat(plugin.awaitReplicated(Duration.ofMinutes(3)))
            .as("%s, seed %d", plugin.status(), seed)
            .isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS))
            .as("seed " + seed)
            .hasSize(KEYS)
            .isEqualTo(Rig.records(db, Rig.ORDERS));
      }
    }
  }

  private ReplicatorPlugin plugin(String postgres) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .replicator(
            "postgresql",
            r -> r.id("table").resources(Rig.ORDERS).config("connectionString", postgres))
        .build();
  }

  private static void insertAll(Resource orders) {
    List<Document> all = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      all.add(Rig.order("k" + i, 0));
    }
    assertThat(orders.insertMany(all).complete()).isTrue();
  }

  private static void failOneInTwenty(FaultyStore store, long seed) {
    Random random = new Random(seed);
    store.fail(
        call -> call.kind().writes() && call.key().contains("/data/") && random.nextInt(40) == 0,
        new Fault.LostAnswer());
    store.fail(
        call -> call.kind().writes() && call.key().contains("/data/") && random.nextInt(40) == 0,
        new Fault.LostRequest());
  }

  private static void updateFromManyThreads(Resource orders, long seed, FaultProxy proxy)
      throws Exception {
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(seed * THREADS + thread);
        all.add(
            writers.submit(
                () -> {
                  for (int i = 0; i < KEYS * UPDATES / THREADS; i++) {
                    update(orders, "k" + random.nextInt(KEYS), random);
                    if (i % 400 == 200) {
                      proxy.cut();
                    }
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /**
   * What fails may or may not have happened: either way the mirror must show what the source has.
   */
  private static void update(Resource orders, String id, Random random) {
    try {
      orders.update(
          id, Document.of("n", random.nextInt(1_000_000), "note", "x" + random.nextInt()));
    } catch (OutcomeUnknownException | StoreException _) {
      // told to the caller, as promised; the comparison at the end is the test
    }
  }
}
