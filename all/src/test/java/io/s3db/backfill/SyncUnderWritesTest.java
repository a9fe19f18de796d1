package io.s3db.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.RecordExistsException;
import io.s3db.RecordNotFoundException;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.Sync;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.SyncState;
import io.s3db.replicator.spi.Delivery;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.testkit.store.FaultyStore.Fault;
import io.s3db.testkit.store.FaultyStore.Kind;
import io.s3db.version.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records are copied while many writers change and delete the same ones. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SyncUnderWritesTest {
  private static final int WRITERS = 16;
  private static final int KEYS = 600;
  private static final int ROUNDS = 5;
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String ITEMS = "items";

  @TempDir private Path folder;

  private final String name = "sync-" + System.nanoTime();
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final MemorySink mirror = MemorySink.mirror().register(name);
  private final MemorySink facts = MemorySink.mirror().register(name + "-facts");
  private final MemorySink events = MemorySink.events().register(name + "-events");

  @AfterEach
  void forget() {
    List.of("", "-facts", "-events").forEach(each -> MemorySink.forget(name + each));
  }

  private ReplicatorPlugin plugin() {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .replicator("memory", r -> r.id("mirror").resources(ITEMS).config("name", name))
        .replicator(
            "memory",
            r ->
                r.id("facts")
                    .resource(ITEMS, m -> m.actions(Operation.INSERT))
                    .config("name", name + "-facts"))
        .replicator("memory", r -> r.id("events").resources(ITEMS).config("name", name + "-events"))
        .build();
  }

  private void existing(int count) {
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource items =
          db.createResource(
              ITEMS, r -> r.attribute("n", "number|integer").attribute("text", "string|optional"));
      items.insertMany(
          IntStream.range(0, count).mapToObj(i -> Document.of("id", "k" + i, "n", 0)).toList());
    }
  }

  private static Map<String, Document> byId(Stream<Document> records) {
    return records.collect(
        Collectors.toMap(Document::id, each -> each, (one, _) -> one, TreeMap::new));
  }

  @Test
  void noRowIsStaleAndNoneIsMissing() throws Exception {
    long seed = System.nanoTime() & 0xffffff;
    System.out.println("[sync under writes] seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      if (round == 0) {
        existing(KEYS);
      }
      copyWhileWriting(seed + round);
    }
  }

  private void copyWhileWriting(long seed) throws Exception {
    ReplicatorPlugin plugin = plugin();
    try (S3db db = S3db.builder().store(store).plugin(plugin).connect()) {
      Resource items = db.resource(ITEMS);
      Set<String> deleted = ConcurrentHashMap.newKeySet();
      AtomicBoolean over = new AtomicBoolean();
      List<Sync> syncs = new ArrayList<>();
      Set<String> atFirst = Set.copyOf(items.listIds(Long.MAX_VALUE));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          Random random = new Random(seed * WRITERS + writer);
          writers.add(threads.submit(() -> writeUntil(over, items, random, deleted)));
        }
        SyncOptions options = SyncOptions.builder().rateLimit(KEYS).build();
        for (String id : List.of("mirror", "facts", "events")) {
          syncs.add(plugin.sync(id, options));
        }
        for (Sync sync : syncs) {
          assertThat(sync.await(SOON)).as("seed %d: %s %s", seed, sync, sync.status()).isTrue();
        }
        over.set(true);
        for (Future<?> each : writers) {
          each.get();
        }
      }
      assertThat(plugin.awaitReplicated(SOON)).as("seed %d", seed).isTrue();
      check(db, seed, atFirst, deleted);
      assertThat(syncs.getFirst().progress().copied()).as("seed %d", seed).isPositive();
      System.out.println("[sync under writes] " + syncs);
    }
  }

  private static void writeUntil(
      AtomicBoolean over, Resource items, Random random, Set<String> deleted) {
    while (!over.get()) {
      String id = "k" + random.nextInt(KEYS);
      try {
        switch (random.nextInt(4)) {
          case 0 -> {
            deleted.add(id);
            items.delete(id);
          }
          case 1 -> items.insert(Document.of("id", id, "n", random.nextInt(1_000_000)));
          default -> items.update(id, Document.of("n", random.nextInt(1_000_000)));
        }
      } catch (RecordNotFoundException | RecordExistsException _) {
        // another writer was there first
      }
    }
  }

  private void check(S3db db, long seed, Set<String> atFirst, Set<String> deleted) {
    Map<String, Document> source;
    try (Stream<Document> all = db.resource(ITEMS).stream()) {
      source = byId(all);
    }
    assertThat(byId(mirror.rows(ITEMS).stream()))
        .as("seed %d: the mirror equals the source", seed)
        .isEqualTo(source);
    Set<String> kept = new java.util.TreeSet<>(atFirst);
    kept.removeAll(deleted);
    assertThat(byId(facts.rows(ITEMS).stream()).keySet())
        .as("seed %d: a route of inserts has all that were there all the time", seed)
        .containsAll(kept);
    Map<String, Delivery> last = new HashMap<>();
    for (Delivery each : events.delivered()) {
      Delivery before = last.put(each.recordId(), each);
      Version version = before == null ? Version.NONE : before.version();
      assertThat(version.isAfter(each.version()))
          .as("seed %d: %s told after %s", seed, each, before)
          .isFalse();
    }
    source.forEach(
        (id, record) ->
            assertThat(last.get(id).data()).as("seed %d, %s", seed, id).isEqualTo(record));
  }

  @Test
  void aBucketThatCannotBeListedOrReadIsTriedAgain() throws Exception {
    existing(300);
    ReplicatorPlugin plugin = plugin();
    try (S3db db = S3db.builder().store(store).plugin(plugin).connect()) {
      store.fail(call -> call.kind() == Kind.LIST, new Fault.LostRequest());
      Sync sync = plugin.sync("mirror");
      await().until(() -> sync.state() == SyncState.WAITING);
      assertThat(sync.status().reason())
          .startsWith("Listing the records of 'items' failed: ")
          .endsWith("The sync tries again by itself; its progress is kept.");
      store.heal();
      store.fail(
          call -> call.kind() == Kind.GET && call.key().endsWith("id=k7"), new Fault.LostRequest());
      await().until(() -> sync.status().reason().startsWith("Copying records of 'items' failed"));
      store.heal();
      assertThat(sync.await(SOON)).as("%s", sync.status()).isTrue();
      assertThat(byId(mirror.rows(ITEMS).stream())).hasSize(300);
      assertThat(db.resource(ITEMS).count()).isEqualTo(300);
    }
  }
}
