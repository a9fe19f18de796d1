package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.leak.LeakCheck;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Histories that went wrong elsewhere, on a real PostgreSQL. */
@ExtendWith(LeakCheck.class)
class HistoryTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void deleteAndInsertCyclesOfTheSameIdsEndAsTheSourceDoes() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      ReplicatorPlugin plugin = plugin(database);
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders = db.createResource(Rig.orders());
        for (int cycle = 0; cycle < 30; cycle++) {
          for (int i = 0; i < 20; i++) {
            orders.insert(Rig.order("k" + i, cycle));
            if (cycle < 29 || i % 2 == 0) {
              orders.delete("k" + i);
            }
          }
        }
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS))
            .hasSize(10)
            .isEqualTo(Rig.records(db, Rig.ORDERS));
      }
    }
  }

  @Test
  void aPoisonRecordAmongAThousandIsTheOnlyOneSetAside() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      database.execute(
          "create table orders (id text primary key, customer text, n bigint check (n <> 666),"
              + " total float8, note text)");
      ReplicatorPlugin plugin = plugin(database);
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders = db.createResource(Rig.orders());
        List<Document> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
          all.add(Rig.order("k" + i, i));
        }
        assertThat(orders.insertMany(all).complete()).isTrue();
        assertThat(plugin.awaitReplicated(SOON)).as("%s", plugin.status()).isTrue();

        Map<String, Document> expected = Rig.records(db, Rig.ORDERS);
        expected.remove("k666");
        assertThat(Rig.rows(database, Rig.ORDERS)).isEqualTo(expected);
        assertThat(plugin.deadLetters("table", 10))
            .singleElement()
            .satisfies(
                letter -> {
                  assertThat(letter.event().recordId()).isEqualTo("k666");
                  assertThat(letter.code()).isEqualTo("23514");
                  assertThat(letter.error()).contains("orders_n_check");
                });
        assertThat(Rig.count(plugin, "table", "delivered")).isEqualTo(999);
        assertThat(Rig.count(plugin, "table", "deadLettered")).isEqualTo(1);
      }
    }
  }

  @Test
  void everyWriteOperationArrives() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      ReplicatorPlugin plugin = plugin(database);
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders =
            db.createResource(
                ResourceDefinition.named(Rig.ORDERS)
                    .attributes(Rig.orders().attributes())
                    .paranoid(false)
                    .build());
        orders.insertMany(List.of(Rig.order("a", 1), Rig.order("b", 2), Rig.order("c", 3)));
        orders.insert(Rig.order("d", 4));
        orders.update("a", Document.of("note", "updated"));
        orders.patch("b", Document.of("note", "patched"));
        orders.replace("c", Document.of("customer", "other", "n", 30));
        orders.upsert(Rig.order("d", 40));
        orders.upsert(Rig.order("e", 5));
        orders.delete("a");
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        Map<String, Document> rows = Rig.rows(database, Rig.ORDERS);
        assertThat(rows)
            .containsOnlyKeys("b", "c", "d", "e")
            .isEqualTo(Rig.records(db, Rig.ORDERS));
        assertThat(rows.get("c").has("total")).as("replaced away").isFalse();

        assertThat(orders.deleteMany(List.of("b", "c")).complete()).isTrue();
        assertThat(orders.deleteAll()).isEqualTo(2);
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS)).isEmpty();
      }
    }
  }

  @Test
  void aRefusedRecordIsSentAgainWhenTheTableIsMended() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      database.execute(
          "create table orders (id text primary key, customer varchar(5), n bigint, total float8,"
              + " note text)");
      ReplicatorPlugin plugin = plugin(database);
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders = db.createResource(Rig.orders());
        orders.insert(Rig.order("short", 1).with("customer", "abc"));
        orders.insert(Rig.order("long", 2).with("customer", "far too long"));
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS)).containsOnlyKeys("short");

        database.execute("alter table orders alter column customer type text");
        assertThat(plugin.redrive("table", List.of(), SOON)).hasSize(1);
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS)).isEqualTo(Rig.records(db, Rig.ORDERS));
        assertThat(plugin.deadLetters("table", 10)).isEmpty();
      }
    }
  }

  @Test
  void theThreeOrdersOfMakingPluginAndResourceAllReplicate() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      MemoryStore store = MemoryStore.create(InstantSource.system());
      ReplicatorPlugin inBuilder = plugin(database, "one");
      try (S3db db = S3db.builder().store(store).plugin(inBuilder).connect()) {
        db.createResource(Rig.orders()).insert(Rig.order("builder", 1));
        assertThat(inBuilder.awaitReplicated(SOON)).isTrue();
      }
      ReplicatorPlugin used = plugin(database, "two");
      try (S3db db = S3db.builder().store(store).connect()) {
        db.use(used);
        db.createResource(Rig.orders()).insert(Rig.order("used", 2));
        assertThat(used.awaitReplicated(SOON)).isTrue();
      }
      ReplicatorPlugin last = plugin(database, "three");
      try (S3db db = S3db.builder().store(store).connect()) {
        Resource orders = db.createResource(Rig.orders());
        db.use(last);
        orders.insert(Rig.order("last", 3));
        assertThat(last.awaitReplicated(SOON)).isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS)).isEqualTo(Rig.records(db, Rig.ORDERS));
      }
    }
  }

  @Test
  void deletesAreKeptBackWhereTheyAreNotListed() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      ReplicatorPlugin plugin =
          ReplicatorPlugin.builder()
              .journalPath(folder.resolve("journal"))
              .replicator(
                  "postgresql",
                  r ->
                      r.id("table")
                          .resource(Rig.ORDERS, m -> m.actions(Operation.INSERT, Operation.UPDATE))
                          .config("connectionString", database.connectionString()))
              .build();
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders = db.createResource(Rig.orders());
        orders.insert(Rig.order("kept", 1));
        orders.delete("kept");
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS)).containsOnlyKeys("kept");
      }
    }
  }

  private ReplicatorPlugin plugin(TestDatabase database) {
    return plugin(database, "main");
  }

  private ReplicatorPlugin plugin(TestDatabase database, String writer) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal-" + writer))
        .writer(writer)
        .replicator(
            "postgresql",
            r ->
                r.id("table")
                    .resources(Rig.ORDERS)
                    .config("connectionString", database.connectionString()))
        .build();
  }
}
