package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.replicator.backfill.Sync;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.SyncState;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.replicator.purge.PurgeOptions;
import io.s3db.replicator.purge.PurgeReport;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.watch.WatchOptions;
import io.s3db.store.ListPage;
import io.s3db.store.MemoryStore;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a record is left, once it was purged. */
final class PurgeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ID = "customer-0815";
  private static final String NAME = "Grace-Brewster-Murray";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir Path folder;

  private final String url = "purge-" + COUNTER.incrementAndGet();
  private final FakeWarehouse warehouse = FakeWarehouse.named(url);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  @Test
  void noFileAndNoObjectHoldsAByteOfIt() throws Exception {
    warehouse.refuse(delivery -> delivery.operation() == Operation.UPDATE);
    ReplicatorPlugin plugin =
        plugin(
            r ->
                r.resource(
                        "orders",
                        m ->
                            m.to("by_note")
                                .key("note")
                                .transform(o -> Document.of("note", "n-" + o.text("note"))))
                    .resource("orders", "copies"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      for (int i = 0; i < 20; i++) {
        orders.insert(Document.of("id", "other-" + i, "note", "other " + i));
        if (i % 5 == 0) {
          orders.upsert(Document.of("id", ID, "note", NAME + i));
        }
      }
      claim(ID);
      claim("other-1");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      await().atMost(SOON).until(() -> !objectsWith(ID, "replicator_log").isEmpty());
      orders.delete(ID);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(filesWith(ID)).isNotEmpty();

      PurgeReport report = plugin.purge("orders", ID);

      assertThat(report.journal()).isEqualTo(5);
      assertThat(report.deadLetters()).as("three updates on two routes").isEqualTo(6);
      assertThat(report.logLines()).isGreaterThanOrEqualTo(6);
      assertThat(report.claims()).isEqualTo(1);
      assertThat(report.dropped()).isEmpty();
      assertThat(filesWith(ID)).isEmpty();
      assertThat(filesWith(NAME)).isEmpty();
      assertThat(objectsWith(ID, "")).isEmpty();
      assertThat(objectsWith(NAME, "")).isEmpty();
      assertThat(filesWith("other-1")).isNotEmpty();
      assertThat(objectsWith("other-1", "claims")).hasSize(1);
      assertThat(plugin.explain("orders", ID).isKnown()).isFalse();
      assertThat(plugin.purge("orders", ID).isEmpty()).isTrue();
      orders.insert(Document.of("id", "later", "note", "later"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("copies")).hasSize(21);
    }
    assertThat(filesWith(ID)).as("closed").isEmpty();
    ReplicatorPlugin again = plugin(r -> r.resources("orders"));
    try (S3db db = open(again)) {
      assertThat(filesWith(ID)).as("opened again").isEmpty();
      db.resource("orders").insert(Document.of("id", ID, "note", "it comes back"));
      assertThat(again.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(1);
    }
  }

  @Test
  void aRecordThatIsThereIsNotPurgedUnlessItIsMeant() throws Exception {
    ReplicatorPlugin plugin =
        plugin(r -> r.resource("orders", m -> m.to("notes").key("note").transform(o -> o)));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", ID, "note", NAME));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThatThrownBy(() -> plugin.purge("orders", ID))
          .isInstanceOfSatisfying(
              S3dbException.class, e -> assertThat(e.code()).isEqualTo("PURGE_EXISTS"))
          .hasMessageContaining("orders/" + ID)
          .hasMessageContaining("still there");
      PurgeReport report = plugin.purge("orders", ID, PurgeOptions.defaults().withExisting(true));
      assertThat(report.journal()).isEqualTo(1);
      assertThat(report.rowKeys()).as("needed to find its row").isZero();
      orders.update(ID, Document.of("note", "moved"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("notes").keySet()).containsExactly("{\"note\":\"moved\"}");
    }
  }

  @Test
  void aKeyThatWasPurgedIsRememberedAgain() throws Exception {
    for (int life = 0; life < 2; life++) {
      ReplicatorPlugin plugin =
          plugin(r -> r.resource("orders", m -> m.to("notes").key("note").transform(o -> o)));
      try (S3db db = open(plugin)) {
        Resource orders = orders(db);
        if (life == 0) {
          orders.insert(Document.of("id", ID, "note", "same"));
          orders.delete(ID);
          assertThat(plugin.purge("orders", ID).journal()).isEqualTo(2);
          orders.insert(Document.of("id", ID, "note", "same"));
        } else {
          orders.delete(ID);
        }
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(warehouse.rows("notes")).hasSize(1 - life);
      }
    }
  }

  @Test
  void whatIsStillToBeSentIsNotErasedUnlessByForce() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", ID, "note", NAME));
      orders.insert(Document.of("id", "other", "note", "x"));
      orders.delete(ID);
      PurgeOptions hasty = PurgeOptions.defaults().withPatience(Duration.ofMillis(200));
      await().until(() -> plugin.status("fake").state() == ReplicatorState.RETRYING);
      assertThatThrownBy(() -> plugin.purge("orders", ID, hasty))
          .isInstanceOfSatisfying(
              S3dbException.class, e -> assertThat(e.code()).isEqualTo("PURGE_WAITS"))
          .hasMessageContaining("still to be sent to 'fake', which is retrying")
          .hasMessageContaining("connection refused");
      assertThat(filesWith(NAME)).isNotEmpty();
      PurgeReport report = plugin.purge("orders", ID, hasty.withForce(true));
      assertThat(report.journal()).isEqualTo(2);
      assertThat(report.dropped()).containsEntry("fake", 2L);
      assertThat(report.toString()).contains("fake never gets 2 changes");
      assertThat(filesWith(NAME)).isEmpty();
      assertThat(plugin.status("fake").counters()).containsEntry("erased", 2L);
      warehouse.down(false);
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.told()).extracting(Delivery::recordId).containsExactly("other");
    }
  }

  @Test
  void itWaitsForADestinationThatComesBackInTime() throws Exception {
    warehouse.down(true);
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", ID, "note", NAME));
      orders.delete(ID);
      Thread mender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    await().until(() -> plugin.status("fake").state() == ReplicatorState.RETRYING);
                    warehouse.down(false);
                  });
      PurgeReport report = plugin.purge("orders", ID, PurgeOptions.defaults().withPatience(SOON));
      mender.join();
      assertThat(report.journal()).isEqualTo(2);
      assertThat(report.dropped()).isEmpty();
      assertThat(warehouse.rows("orders")).isEmpty();
      assertThat(warehouse.told()).isNotEmpty();
    }
  }

  @Test
  void aDisabledDestinationDoesNotHoldItUpAndIsNamed() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      plugin.disable("fake");
      orders.insert(Document.of("id", ID, "note", NAME));
      orders.delete(ID);
      PurgeReport report = plugin.purge("orders", ID);
      assertThat(report.journal()).isEqualTo(2);
      assertThat(report.remarks()).singleElement().asString().contains("'fake' is disabled");
      assertThat(filesWith(NAME)).isEmpty();
      plugin.enable("fake");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.told()).isEmpty();
    }
  }

  @Test
  void whatTheWatchKnewIsForgottenAndIsToldNoSecondTime() throws Exception {
    ReplicatorPlugin plugin = watching(true);
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", "other", "note", "x"));
      orders.insert(Document.of("id", ID, "note", NAME));
      assertThat(plugin.watch().awaitWalk(SOON)).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      orders.delete(ID);
      PurgeReport report = plugin.purge("orders", ID);
      assertThat(report.watched()).isEqualTo(1);
      assertThat(report.toString()).endsWith("1 in the watch");
      assertThat(filesWith(ID)).isEmpty();
      for (int walk = 0; walk < 2; walk++) {
        assertThat(plugin.watch().awaitWalk(SOON)).isTrue();
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(filesWith(ID)).as("after another walk").isEmpty();
      }
      assertThat(warehouse.told().stream().filter(each -> each.recordId().equals(ID)))
          .extracting(Delivery::operation)
          .containsExactly(Operation.INSERT, Operation.DELETE);
      assertThat(plugin.purge("orders", ID).isEmpty()).isTrue();
    }
    assertThat(filesWith(ID)).as("closed").isEmpty();
    assertThat(filesWith("other")).isNotEmpty();
  }

  @Test
  void whatAWatchKnewThatIsSwitchedOffNowIsForgottenToo() throws Exception {
    ReplicatorPlugin first = watching(true);
    try (S3db db = open(first)) {
      orders(db).insert(Document.of("id", ID, "note", NAME));
      assertThat(first.watch().awaitWalk(SOON)).isTrue();
      assertThat(first.awaitReplicated(SOON)).isTrue();
    }
    ReplicatorPlugin second = watching(false);
    try (S3db db = open(second)) {
      db.resource("orders").delete(ID);
      assertThat(second.awaitReplicated(SOON)).isTrue();
      assertThat(second.purge("orders", ID).watched()).isEqualTo(1);
      assertThat(filesWith(ID)).isEmpty();
    }
  }

  @Test
  void whatIsThereStaysKnownToTheWatch() throws Exception {
    ReplicatorPlugin plugin = watching(true);
    try (S3db db = open(plugin)) {
      orders(db).insert(Document.of("id", ID, "note", NAME));
      assertThat(plugin.watch().awaitWalk(SOON)).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      PurgeOptions existing = PurgeOptions.defaults().withExisting(true);
      assertThat(plugin.purge("orders", ID, existing).watched()).isZero();
      assertThat(plugin.watch().awaitWalk(SOON)).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.told()).as("not told again").hasSize(1);
    }
  }

  @Test
  void thePlaceOfAHaltedSyncIsNoTraceAndItGoesOnAllTheSame() throws Exception {
    ReplicatorPlugin plugin = plugin(r -> r.resources("orders"));
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", ID, "note", "a"));
      orders.insert(Document.of("id", "odd", "note", "b"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      plugin.pause("fake"); // it may not copy more than a batch ahead
      SyncOptions picky =
          SyncOptions.builder()
              .filter(
                  each -> {
                    if (each.id().equals("odd")) {
                      throw new IllegalStateException("not this one");
                    }
                    return true;
                  })
              .build();
      Sync sync = plugin.sync("fake", picky);
      plugin.resume("fake");
      await().atMost(SOON).until(() -> sync.state() == SyncState.HALTED);
      orders.delete(ID);
      plugin.purge("orders", ID);
      assertThat(filesWith(ID)).isEmpty();
      assertThat(plugin.status("fake").syncs().getFirst().state()).isEqualTo(SyncState.HALTED);
    }
  }

  private ReplicatorPlugin watching(boolean watch) {
    ReplicatorPlugin.Builder builder =
        ReplicatorPlugin.builder()
            .closeTimeout(Duration.ofMillis(300))
            .journalPath(folder)
            .journalRetention(Duration.ofHours(1))
            .replicator("fake", r -> r.resources("orders").config("connectionString", url));
    if (watch) {
      builder.watch(WatchOptions.every(Duration.ofMillis(50)));
    }
    return builder.build();
  }

  @Test
  void inMemoryToo() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator("fake", r -> r.resources("orders").config("connectionString", url))
            .build();
    try (S3db db = open(plugin)) {
      Resource orders = orders(db);
      orders.insert(Document.of("id", ID, "note", NAME));
      orders.delete(ID);
      plugin.purge("orders", ID);
      assertThat(plugin.explain("orders", ID).isKnown()).isFalse();
    }
  }

  private void claim(String recordId) throws Exception {
    Delivery delivery =
        new Delivery(
            new DeliveryId(Events.id(recordId.length()), 0),
            "copies",
            "orders",
            recordId,
            Operation.INSERT,
            new Version(7, 7, false),
            Instant.EPOCH,
            new Key(Document.of("id", recordId)),
            Set.of(),
            null,
            Document.of("id", recordId));
    new StoredClaims(store).keep(delivery, recordId.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return holds(Files.readAllBytes(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
  }

  /** Keys of objects with a text in them. */
  private List<String> objectsWith(String text, String in) {
    return store.list("", null, 1000).entries().stream()
        .map(ListPage.Entry::key)
        .filter(key -> key.value().contains(in))
        .filter(
            key -> {
              StoredObject object = store.get(key).orElseThrow();
              return key.value().contains(text)
                  || holds(object.body(), text)
                  || object.head().metadata().toString().contains(text);
            })
        .map(key -> key.value())
        .toList();
  }

  private ReplicatorPlugin plugin(UnaryOperator<Replicator.Builder> replicator) {
    return ReplicatorPlugin.builder()
        .closeTimeout(Duration.ofMillis(300))
        .journalPath(folder)
        .journalRetention(Duration.ofHours(1))
        .persistReplicatorLog(true)
        .logSuccesses(true)
        .replicator(
            replicator.apply(Replicator.builder("fake").config("connectionString", url)).build())
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private static Resource orders(S3db db) {
    return db.createResource("orders", r -> r.attribute("note", "string|optional").paranoid(false));
  }
}
