package io.s3db.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.Sync;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import io.s3db.testkit.store.FaultyStore;
import io.s3db.testkit.store.FaultyStore.Fault;
import io.s3db.testkit.store.FaultyStore.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Syncs and verifications while clocks jump, and while a side is away or slow. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TroubleTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ITEMS = "items";

  @TempDir private Path folder;

  private final String name = "trouble-" + System.nanoTime();
  private final MemorySink mirror = MemorySink.mirror().register(name);
  private final MemorySink events = MemorySink.events().register(name + "-events");
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @AfterEach
  void forget() {
    MemorySink.forget(name);
    MemorySink.forget(name + "-events");
  }

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .closeTimeout(Duration.ofMillis(300))
        .replicator("memory", r -> description.accept(r.id("mirror").config("name", name)))
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder()
        .store(store)
        .time(() -> InstantSource.system().instant().plus(ahead.get()))
        .plugin(plugin)
        .connect();
  }

  private void existing(int count) {
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource items = db.createResource(ITEMS, r -> r.attribute("n", "number|integer"));
      items.insertMany(
          IntStream.range(0, count).mapToObj(i -> Document.of("id", "k" + i, "n", i)).toList());
    }
  }

  private static long attempts(ReplicatorPlugin plugin) {
    return plugin.status("mirror").counters().getOrDefault("attempts", 0L);
  }

  @Test
  void aClockThatIsSetBackHoldsNoSyncUp() throws Exception {
    existing(300);
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db _ = open(plugin)) {
      Sync sync = plugin.sync("mirror", SyncOptions.builder().rateLimit(50).build());
      await().until(() -> sync.progress().done() > 0);
      ahead.set(HOUR.negated());
      assertThat(sync.await(SOON)).as("%s", sync.status()).isTrue();
      assertThat(mirror.rows(ITEMS)).hasSize(300);
    }
  }

  @Test
  void aClockThatIsSetForwardEndsTheWaitOfNoVerification() throws Exception {
    existing(0);
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS).maxRetries(0));
    try (S3db db = open(plugin);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      mirror.faults().refuse();
      db.resource(ITEMS).insert(Document.of("id", "a", "n", 1));
      Future<VerifyReport> report = threads.submit(() -> plugin.verify("mirror"));
      long before = attempts(plugin);
      await().atMost(SOON).until(() -> attempts(plugin) > before);
      ahead.set(HOUR);
      long since = attempts(plugin);
      await().atMost(SOON).until(() -> attempts(plugin) > since + 1 || report.isDone());
      mirror.faults().mend();
      assertThat(report.get().isEqual()).isTrue();
    }
  }

  @Test
  void aClockThatIsSetBackProlongsTheWaitOfNoVerification() throws Exception {
    existing(0);
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS).maxRetries(0));
    try (S3db db = open(plugin);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      mirror.faults().refuse();
      db.resource(ITEMS).insert(Document.of("id", "a", "n", 1));
      VerifyOptions patient = VerifyOptions.builder().patience(Duration.ofSeconds(2)).build();
      Future<VerifyReport> report = threads.submit(() -> plugin.verify("mirror", patient));
      long before = attempts(plugin);
      await().atMost(SOON).until(() -> attempts(plugin) > before);
      ahead.set(HOUR.negated());
      assertThatThrownBy(() -> report.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .hasMessageContaining("has not caught up within 2 s");
    }
  }

  @Test
  void whatDiffersIsToldWhileTheClockIsBehindTheVersionsOfItsRows() throws Exception {
    existing(0);
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      db.resource(ITEMS).insert(Document.of("id", "a", "n", 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      var key = new io.s3db.replicator.spi.Key(Document.of("id", "a"));
      mirror.tamper(
          ITEMS, key, mirror.version(ITEMS, key).orElseThrow(), Document.of("id", "a", "n", 2));
      ahead.set(HOUR.negated());
      VerifyReport.Route route = plugin.verify("mirror").routes().getFirst();
      assertThat(route.different()).as("%s", route).isEqualTo(1);
      assertThat(route.moving()).isZero();
    }
  }

  @Test
  void aVerificationTellsInOneSentenceWhichSideIsAwayAndCanBeRepeated() throws Exception {
    existing(20);
    AtomicBoolean goesAway = new AtomicBoolean();
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.maxRetries(0)
                    .resource(
                        ITEMS,
                        m ->
                            m.transform(
                                item -> {
                                  if (goesAway.get()) {
                                    mirror.faults().refuse();
                                  }
                                  return item;
                                })));
    try (S3db _ = open(plugin)) {
      assertThat(plugin.sync("mirror").await(SOON)).isTrue();
      store.fail(call -> call.kind() == Kind.LIST, new Fault.LostRequest());
      assertThatThrownBy(() -> plugin.verify("mirror"))
          .hasMessageStartingWith("the verification of 'mirror' could not be finished: ")
          .hasMessageEndingWith("Nothing is wrong because of it; verify again later.");
      store.heal();
      goesAway.set(true);
      assertThatThrownBy(() -> plugin.verify("mirror"))
          .as("the destination goes while the source is read")
          .hasMessageStartingWith("the verification of 'mirror' could not be finished: ")
          .hasMessageEndingWith("Nothing is wrong because of it; verify again later.");
      goesAway.set(false);
      mirror.faults().mend();
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
    }
  }

  @Test
  void aLiveChangeWaitsBehindNoMoreThanOneBatchOfCopies() throws Exception {
    existing(500);
    int window = 10;
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("journal"))
            .replicator(
                "memory",
                r ->
                    r.id("events")
                        .resources(ITEMS)
                        .concurrency(1)
                        .batchSize(window)
                        .config("name", name + "-events"))
            .build();
    try (S3db db = open(plugin)) {
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      events.faults().hang();
      Sync sync = plugin.sync("events");
      await().atMost(SOON).until(() -> sync.progress().copied() == window);
      await()
          .during(Duration.ofMillis(300))
          .atMost(SOON)
          .until(() -> sync.progress().copied() == window);
      db.resource(ITEMS).insert(Document.of("id", "live", "n", -1));
      events.faults().mend();
      assertThat(sync.await(SOON)).as("%s", sync.status()).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      List<String> order =
          events.delivered().stream().map(each -> each.recordId()).distinct().toList();
      assertThat(order).hasSize(501);
      assertThat(order.indexOf("live")).isLessThanOrEqualTo(window);
    }
  }
}
