package io.s3db.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.RecordNotFoundException;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicationEvent.Verified;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.replicator.spi.Key;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import io.s3db.version.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mirror in memory is compared with the source, and put right. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class VerifyTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ITEMS = "items";
  private static final VerifyOptions REPAIR = VerifyOptions.builder().repair(true).build();

  @TempDir private Path folder;

  private final String name = "verify-" + System.nanoTime();
  private final MemorySink mirror = MemorySink.mirror().register(name);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  @AfterEach
  void forget() {
    MemorySink.forget(name);
  }

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .replicator("memory", r -> description.accept(r.id("mirror").config("name", name)))
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private static Resource items(S3db db, int count) {
    Resource items =
        db.createResource(
            ITEMS, r -> r.attribute("n", "number|integer").attribute("text", "string|optional"));
    items.insertMany(
        IntStream.range(0, count).mapToObj(i -> Document.of("id", "k" + i, "n", i)).toList());
    return items;
  }

  private static Key key(String id) {
    return new Key(Document.of("id", id));
  }

  private Version version(String id) {
    return mirror.version(ITEMS, key(id)).orElseThrow();
  }

  @Test
  void equalSidesGetACertificate() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    List<Verified> told = new CopyOnWriteArrayList<>();
    plugin.on(Verified.class, told::add);
    try (S3db db = open(plugin)) {
      items(db, 700);
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as(report.certificate()).isTrue();
      assertThat(report.certificate()).startsWith("source = mirror, 700 records, position 1:");
      VerifyReport.Route route = report.routes().getFirst();
      assertThat(route.sourceRows()).isEqualTo(700);
      assertThat(route.destinationRows()).isEqualTo(700);
      assertThat(route.sourceDigest()).isEqualTo(route.destinationDigest()).hasSize(32);
      await().until(() -> told.size() == 1);
      assertThat(told.getFirst().report()).isEqualTo(report);
    }
  }

  @Test
  void aRouteThatWasAwayIsWholeAgainOnceItIsFoundEqual() throws Exception {
    ReplicatorPlugin first = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(first)) {
      items(db, 30);
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    try (S3db db = open(plugin(r -> r.resources("other")))) {
      db.resource(ITEMS).patch("k7", Document.of("n", 700));
      db.resource(ITEMS).delete("k8");
    }
    ReplicatorPlugin last = plugin(r -> r.resources(ITEMS));
    try (S3db _ = open(last)) {
      assertThat(last.verify("mirror").isEqual()).isFalse();
      assertThat(last.verify("mirror", REPAIR).isEqual()).isFalse();
      assertThat(last.status("mirror").reason()).contains("items#0 is needs-sync");
      assertThat(last.verify("mirror").isEqual()).isTrue();
      assertThat(last.status("mirror").reason()).isEmpty();
    }
  }

  @Test
  void whatWasTamperedWithIsFoundAndRepairedExactly() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      items(db, 300);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      mirror.tamper(ITEMS, key("k7"), version("k7"), null);
      mirror.tamper(ITEMS, key("k8"), version("k8"), Document.of("id", "k8", "n", 800));
      mirror.tamper(ITEMS, key("ghost"), version("k9"), Document.of("id", "ghost", "n", 1));
      int before = mirror.delivered().size();
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).isFalse();
      VerifyReport.Route route = report.routes().getFirst();
      assertThat(route.examples())
          .containsExactlyInAnyOrder(
              new Example(Kind.MISSING, "{\"id\":\"k7\"}", ""),
              new Example(Kind.DIFFERENT, "{\"id\":\"k8\"}", "n"),
              new Example(Kind.EXTRA, "{\"id\":\"ghost\"}", ""));
      assertThat(report.certificate())
          .startsWith(
              "source <> mirror: 1 missing, 1 extra, 1 different, 0 failed, 0 moving of 300");
      assertThat(route.sourceDigest()).isNotEqualTo(route.destinationDigest());
      assertThat(mirror.delivered()).as("comparing changes nothing").hasSize(before);

      assertThat(plugin.verify("mirror", REPAIR).routes().getFirst().repaired()).isEqualTo(3);
      assertThat(mirror.delivered()).as("exactly those").hasSize(before + 3);
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
      assertThat(mirror.find(ITEMS, key("ghost"))).isEmpty();
    }
  }

  @Test
  void whatRulesKeepIsRetainedAndNeitherMissingNorExtra() throws Exception {
    AtomicBoolean hides = new AtomicBoolean();
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    ITEMS,
                    m ->
                        m.actions(Operation.INSERT, Operation.UPDATE)
                            .transform(
                                item -> hides.get() && item.integer("n") == 1 ? null : item)));
    try (S3db db = open(plugin)) {
      Resource items = items(db, 5);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      items.delete("k4");
      hides.set(true);
      VerifyReport report = plugin.verify("mirror", REPAIR);
      assertThat(report.isEqual()).as("%s", report).isTrue();
      assertThat(report.routes().getFirst().retained()).isEqualTo(2);
      assertThat(mirror.rows(ITEMS)).hasSize(5);
    }
  }

  @Test
  void aRouteOfInsertsComparesKeysOnly() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resource(ITEMS, m -> m.actions(Operation.INSERT)));
    try (S3db db = open(plugin)) {
      Resource items = items(db, 5);
      items.update("k1", Document.of("n", 100));
      items.delete("k2");
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("%s", report).isTrue();
      assertThat(report.routes().getFirst().retained()).isEqualTo(1);
      mirror.tamper(ITEMS, key("k3"), version("k3"), null);
      assertThat(plugin.verify("mirror").routes().getFirst().missing()).isEqualTo(1);
    }
  }

  @Test
  void ignoredFieldsAreNotCompared() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.verifyIgnore("syncedAt")
                    .resource(
                        ITEMS, m -> m.transform(item -> item.with("syncedAt", System.nanoTime()))));
    try (S3db db = open(plugin)) {
      items(db, 20);
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
    }
  }

  @Test
  void theTimeOfAChangeIsTheSameWhenItIsWorkedOutAgain() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    ITEMS,
                    m ->
                        m.transform(
                            (item, context) ->
                                item.with("changedAt", context.changedAt().toString()))));
    try (S3db db = open(plugin)) {
      items(db, 20).update("k3", Document.of("n", 33));
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("%s", report).isTrue();
    }
  }

  @Test
  void keysThatATransformMakesAreFoundAndRepaired() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    ITEMS,
                    m ->
                        m.key("number")
                            .transform(
                                item -> Document.of("number", 1000 - item.integer("n"), "x", 1))));
    try (S3db db = open(plugin)) {
      items(db, 50);
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
      Key seven = new Key(Document.of("number", 993));
      Version version = mirror.version(ITEMS, seven).orElseThrow();
      mirror.tamper(ITEMS, seven, version, null);
      Key none = new Key(Document.of("number", 1));
      mirror.tamper(ITEMS, none, version, Document.of("number", 1, "x", 1));
      assertThat(plugin.verify("mirror", REPAIR).routes().getFirst().repaired()).isEqualTo(2);
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("%s", report).isTrue();
    }
  }

  @Test
  void aLiveSourceGivesNoFalseAlarms() throws Exception {
    long seed = System.nanoTime() & 0xffffff;
    System.out.println("[verify under writes] seed " + seed);
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Resource items = items(db, 400);
      AtomicBoolean over = new AtomicBoolean();
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        Random random = new Random(seed * 4 + writer);
        writers.add(threads.submit(() -> write(items, random, over)));
      }
      try {
        for (int i = 0; i < 4; i++) {
          VerifyReport.Route route = plugin.verify("mirror").routes().getFirst();
          assertThat(route.missing() + route.extra() + route.different())
              .as("seed %d: %s", seed, route)
              .isZero();
        }
      } finally {
        over.set(true);
      }
      for (Future<?> each : writers) {
        each.get();
      }
      assertThat(plugin.verify("mirror").isEqual()).as("seed %d", seed).isTrue();
    }
  }

  private static void write(Resource items, Random random, AtomicBoolean over) {
    while (!over.get()) {
      String id = "k" + random.nextInt(400);
      try {
        if (random.nextInt(4) == 0) {
          items.delete(id);
        } else {
          items.upsert(Document.of("id", id, "n", random.nextInt(1_000_000)));
        }
      } catch (RecordNotFoundException _) {
        // another writer was there first
      }
    }
  }

  @Test
  void aDestinationThatIsAwaySaysSo() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS).maxRetries(0));
    try (S3db db = open(plugin)) {
      mirror.faults().refuse();
      items(db, 3);
      assertThatThrownBy(
              () ->
                  plugin.verify(
                      "mirror", VerifyOptions.builder().patience(Duration.ofMillis(300)).build()))
          .hasMessageContaining("the verification of 'mirror' could not be finished")
          .hasMessageContaining("has not caught up");
      assertThatThrownBy(
              () -> plugin.verify("mirror", VerifyOptions.builder().resources("item").build()))
          .hasMessage(
              "'item' cannot be verified at 'mirror': it is not routed there; did you mean"
                  + " 'items'?");
      assertThatThrownBy(() -> plugin.verify("mirrors")).hasMessageContaining("did you mean");
      mirror.faults().mend();
    }
  }
}
