package io.s3db.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.RecordNotFoundException;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.backfill.VerifyReport.Example;
import io.s3db.replicator.backfill.VerifyReport.Kind;
import io.s3db.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verification finds, and puts right, at every destination whose rows can be read back. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
public abstract class VerifyContract {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String ITEMS = "items";
  private static final VerifyOptions REPAIR = VerifyOptions.builder().repair(true).build();

  @TempDir private Path folder;

  private final MemoryStore source = MemoryStore.create(InstantSource.system());

  /** Makes one. */
  protected VerifyContract() {}

  /** The driver. */
  protected abstract String driver();

  /** Its options; the target of {@code items} is {@code items}. */
  protected abstract Map<String, Object> config();

  /** Takes a row away behind the driver's back. */
  protected abstract void remove(String id) throws Exception;

  /** Changes the number {@code total} of a row behind the driver's back. */
  protected abstract void changeTotal(String id, double total) throws Exception;

  /** Adds a row that looks as if the driver had written it, with the version of another row. */
  protected abstract void addOurs(String id, String like) throws Exception;

  /** Adds a row that somebody else wrote. */
  protected abstract void addStranger(String id) throws Exception;

  /** From now on the destination refuses everything. */
  protected abstract void down() throws Exception;

  /** It is there again. */
  protected abstract void up() throws Exception;

  private ReplicatorPlugin plugin(Consumer<Replicator.Builder> more) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .replicator(
            driver(),
            r -> {
              r.id("mirror").maxRetries(0);
              config().forEach(r::config);
              more.accept(r);
            })
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(source).plugin(plugin).connect();
  }

  private static Resource items(S3db db, int count) {
    Resource items =
        db.createResource(
            ITEMS,
            r ->
                r.attribute("total", "number|optional")
                    .attribute("count", "number|integer|optional")
                    .attribute("paid", "boolean|optional")
                    .attribute("placedAt", "datetime|optional")
                    .attribute("note", "string|optional")
                    .attribute("address", "json|optional")
                    .attribute("tags", "array|items:string|optional"));
    List<Document> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(item(i));
    }
    assertThat(items.insertMany(all).complete()).isTrue();
    return items;
  }

  private static Document item(int i) {
    return Document.of(
        "id",
        "Item-" + i,
        "total",
        i / 4.0,
        "count",
        i,
        "paid",
        i % 2 == 0,
        "placedAt",
        "2026-01-15T10:30:00.12%dZ".formatted(i % 10),
        "note",
        i % 3 == 0 ? null : "note ä " + i,
        "address",
        Map.of("zip", i, "city", "Bonn", "lines", List.of("a", "b")),
        "tags",
        i % 5 == 0 ? null : List.of("x", "y" + i));
  }

  private static String key(String id) {
    return Document.of("id", id).toJson();
  }

  @Test
  void equalSidesGetACertificate() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      items(db, 1200);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("%s", report).isTrue();
      assertThat(report.certificate())
          .matches("source = mirror, 1,200 records, position \\d+:\\d+, digest [0-9a-f]{32}");
      assertThat(report.routes().getFirst().destinationRows()).isEqualTo(1200);
    }
  }

  @Test
  void whatWasTamperedWithIsFoundAndRepairedExactly() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      items(db, 40);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      remove("Item-7");
      changeTotal("Item-8", 1e6);
      addOurs("ghost", "Item-9");
      addStranger("stranger");
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.routes().getFirst().examples())
          .containsExactlyInAnyOrder(
              new Example(Kind.MISSING, key("Item-7"), ""),
              new Example(Kind.DIFFERENT, key("Item-8"), "total"),
              new Example(Kind.EXTRA, key("ghost"), ""),
              new Example(Kind.EXTRA, key("stranger"), "not ours"));
      assertThat(report.certificate())
          .startsWith(
              "source <> mirror: 1 missing, 2 extra, 1 different, 0 failed, 0 moving of 40");

      VerifyReport repaired = plugin.verify("mirror", REPAIR);
      assertThat(repaired.routes().getFirst().repaired()).isEqualTo(3);
      assertThat(repaired.certificate())
          .endsWith("3 of them sent again or removed: verify again for the certificate");
      VerifyReport after = plugin.verify("mirror");
      assertThat(after.routes().getFirst().examples())
          .as("a row that is not ours stays")
          .containsExactly(new Example(Kind.EXTRA, key("stranger"), "not ours"));
      remove("stranger");
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
      assertThat(db.resource(ITEMS).count()).isEqualTo(40);
    }
  }

  @Test
  void deletedRecordsAreNeitherMissingNorExtra() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      Resource items = items(db, 10);
      items.delete("Item-3");
      items.delete("Item-4");
      items.insert(item(4));
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("%s", report).isTrue();
      assertThat(report.routes().getFirst().sourceRows()).isEqualTo(9);
      assertThat(report.routes().getFirst().destinationRows()).isEqualTo(9);
    }
  }

  @Test
  void rowsOfDeletesThatAreNotReplicatedAreRetained() throws Exception {
    ReplicatorPlugin plugin =
        plugin(r -> r.resource(ITEMS, m -> m.actions(Operation.INSERT, Operation.UPDATE)));
    try (S3db db = open(plugin)) {
      Resource items = items(db, 10);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      items.delete("Item-3");
      VerifyReport report = plugin.verify("mirror", REPAIR);
      assertThat(report.isEqual()).as("%s", report).isTrue();
      assertThat(report.routes().getFirst().retained()).isEqualTo(1);
      assertThat(report.routes().getFirst().destinationRows()).isEqualTo(10);
    }
  }

  @Test
  void rowsOfATransformAreComparedAsTheyWouldBeStored() throws Exception {
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                    ITEMS,
                    m ->
                        m.key("number")
                            .transform(
                                item ->
                                    Document.of(
                                        "number",
                                        "N" + (1000 - item.integer("count")),
                                        "cents",
                                        item.number("total") * 100,
                                        "where",
                                        item.get("address")))));
    try (S3db db = open(plugin)) {
      items(db, 20).update("Item-5", Document.of("total", 99));
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("%s", report).isTrue();
      assertThat(report.routes().getFirst().sourceRows()).isEqualTo(20);
    }
  }

  @Test
  void aLiveSourceGivesNoFalseAlarms() throws Exception {
    long seed = System.nanoTime() & 0xffffff;
    System.out.println("[verify under writes] seed " + seed);
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Resource items = items(db, 150);
      AtomicBoolean over = new AtomicBoolean();
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        Random random = new Random(seed * 2 + writer);
        writers.add(threads.submit(() -> write(items, random, over)));
      }
      try {
        for (int i = 0; i < 2; i++) {
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
      VerifyReport report = plugin.verify("mirror");
      assertThat(report.isEqual()).as("seed %d: %s", seed, report).isTrue();
    }
  }

  private static void write(Resource items, Random random, AtomicBoolean over) {
    while (!over.get()) {
      int number = random.nextInt(150);
      try {
        if (random.nextInt(4) == 0) {
          items.delete("Item-" + number);
        } else {
          items.upsert(item(number).with("count", random.nextInt(1_000_000)));
        }
      } catch (RecordNotFoundException _) {
        // the other writer was there first
      }
    }
  }

  @Test
  void aDestinationThatIsDownIsTold() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources(ITEMS));
    try (S3db db = open(plugin)) {
      items(db, 5);
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
      down();
      try {
        assertThatThrownBy(() -> plugin.verify("mirror"))
            .hasMessageContaining("the verification of 'mirror' could not be finished: ");
      } finally {
        up();
      }
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
    }
  }

  /** Options for {@link #config}, in pairs. */
  protected static Map<String, Object> options(Object... pairs) {
    Map<String, Object> options = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i].toString(), pairs[i + 1]);
    }
    return options;
  }
}
