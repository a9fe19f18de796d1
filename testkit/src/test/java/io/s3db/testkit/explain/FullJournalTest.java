package io.s3db.testkit.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.replicator.ReplicationEvent.Detached;
import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.WhenFull;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal is full because of one destination: what is done, and how it is repaired. */
class FullJournalTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LARGE = "x".repeat(50_000);

  @TempDir Path folder;

  private final String name = "full-" + UUID.randomUUID();
  private final MemorySink sink = MemorySink.mirror().register(name);
  private final MemorySink well = MemorySink.mirror().register(name + "-well");
  private final List<String> warned = new CopyOnWriteArrayList<>();
  private final List<Detached> detached = new CopyOnWriteArrayList<>();

  @AfterEach
  void forget() {
    MemorySink.forget(name);
    MemorySink.forget(name + "-well");
  }

  private ReplicatorPlugin plugin(WhenFull whenFull) {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder)
            .journalMaxSize(1 << 20)
            .whenJournalFull(whenFull)
            .closeTimeout(Duration.ofMillis(300))
            .replicator(
                "memory", r -> r.id("lame").resources("orders").maxRetries(0).config("name", name))
            .replicator(
                "memory", r -> r.id("well").resources("orders").config("name", name + "-well"))
            .build();
    plugin.on(Warned.class, event -> warned.add(event.code() + " " + event.subject()));
    plugin.on(Detached.class, detached::add);
    return plugin;
  }

  private static Resource open(S3db db) {
    return db.createResource("orders", r -> r.attribute("note", "string|optional").paranoid(false));
  }

  private static S3db connect(ReplicatorPlugin plugin) {
    return S3db.builder()
        .store(MemoryStore.create(InstantSource.system()))
        .plugin(plugin)
        .connect();
  }

  @Test
  void theLaggardIsDetachedAndASyncWithARepairMakesItEqualAgain() throws Exception {
    ReplicatorPlugin plugin = plugin(WhenFull.DETACH);
    try (S3db db = connect(plugin)) {
      Resource orders = open(db);
      orders.insert(Document.of("id", "deleted-meanwhile", "note", "x"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      sink.faults().refuse();
      orders.delete("deleted-meanwhile");
      for (int percent : new int[] {50, 80, 100}) { // slowly, so that each level is seen
        for (int i = 0; !isFilled(plugin, percent) && detached.isEmpty(); i++) {
          insertIfThereIsRoom(orders, "o" + percent + "-" + i);
        }
        await().atMost(SOON).until(() -> warned.contains("JOURNAL_SIZE " + percent + " %"));
      }
      await().atMost(SOON).until(() -> plugin.status("lame").state() == ReplicatorState.NEEDS_SYNC);
      assertThat(plugin.status("lame").reason())
          .contains("its backlog of", "was dropped", "A sync enables it", "repair");
      await().atMost(SOON).until(() -> !detached.isEmpty());
      assertThat(detached)
          .singleElement()
          .satisfies(each -> assertThat(each.changes()).isPositive());
      assertThat(detached.getFirst().replicator()).isEqualTo("lame");
      assertThat(plugin.status("lame").counters())
          .containsEntry("lost", detached.getFirst().changes());
      assertThat(plugin.awaitReplicated("well", SOON)).as("the other misses nothing").isTrue();
      assertThat(well.rows("orders")).hasSize((int) orders.count());

      sink.faults().mend();
      assertThat(plugin.sync("lame").await(SOON)).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      VerifyReport found = plugin.verify("lame", VerifyOptions.builder().repair(true).build());
      assertThat(found.routes().getFirst().extra()).as(found.certificate()).isEqualTo(1);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(plugin.verify("lame").isEqual()).isTrue();
      assertThat(sink.rows("orders")).hasSize((int) orders.count());
    }
  }

  private static boolean isFilled(ReplicatorPlugin plugin, int percent) {
    return plugin.statistics().journalBytes() >= (1 << 20) / 100.0 * percent;
  }

  /** With a destination that is down nothing frees space: an insert may be early. */
  private static void insertIfThereIsRoom(Resource orders, String id) {
    try {
      orders.insert(Document.of("id", id, "note", LARGE));
    } catch (S3dbException e) {
      assertThat(e.code()).isEqualTo("JOURNAL_FULL");
    }
  }

  @Test
  void withBlockWritesAreRefusedUntilTheDestinationIsBackAndNothingIsLost() throws Exception {
    ReplicatorPlugin plugin = plugin(WhenFull.BLOCK);
    try (S3db db = connect(plugin)) {
      Resource orders = open(db);
      sink.faults().refuse();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  orders.insert(Document.of("id", "o" + i, "note", LARGE));
                }
              })
          .isInstanceOfSatisfying(
              S3dbException.class, e -> assertThat(e.code()).isEqualTo("JOURNAL_FULL"))
          .hasMessageContaining("journal");
      await().atMost(SOON).until(() -> !warned.isEmpty());
      assertThat(warned.getLast()).startsWith("JOURNAL_SIZE");
      assertThat(detached).isEmpty();
      long written = orders.count();
      assertThat(written).isPositive();
      sink.faults().mend();
      plugin.pause("lame"); // its next round is now
      plugin.resume("lame");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(() -> orders.insert(Document.of("id", "after", "note", LARGE)));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(sink.rows("orders")).hasSize((int) written + 1);
    }
  }
}
