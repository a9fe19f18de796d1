package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away, and comes back. */
class OutageTest {
  @TempDir private Path folder;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void noWriteFailsOrWaitsWhilePostgresqlIsStopped() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        TestDatabase database = server.createDatabase()) {
      ReplicatorPlugin plugin = plugin(database.connectionString());
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders = db.createResource(Rig.orders());
        orders.insert(Rig.order("first", 0));
        assertThat(plugin.awaitReplicated(Duration.ofMinutes(1))).isTrue();

        server.stop();
        Duration slowest = writeAtFiveHundredASecond(orders, 1_500);
        assertThat(slowest).isLessThan(Duration.ofSeconds(1));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> plugin.status("table").state() == ReplicatorState.RETRYING);
        assertThat(plugin.status("table").reason()).isNotEmpty();
        assertThat(plugin.status("table").lag().events()).isPositive();

        server.startAgain();
        assertThat(plugin.awaitReplicated(Duration.ofMinutes(2)))
            .as("%s", plugin.status())
            .isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS)).isEqualTo(Rig.records(db, Rig.ORDERS));
        assertThat(plugin.status("table").state()).isEqualTo(ReplicatorState.RUNNING);
      }
    }
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void aDestinationThatIsDownAtStartGetsEverythingOnceItIsUp() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        TestDatabase database = server.createDatabase()) {
      server.stop();
      ReplicatorPlugin plugin = plugin(database.connectionString());
      try (S3db db =
          S3db.builder()
              .store(MemoryStore.create(InstantSource.system()))
              .plugin(plugin)
              .connect()) {
        Resource orders = db.createResource(Rig.orders());
        for (int i = 0; i < 200; i++) {
          orders.insert(Rig.order("k" + i, i));
        }
        server.startAgain();
        assertThat(plugin.awaitReplicated(Duration.ofMinutes(2)))
            .as("%s", plugin.status())
            .isTrue();
        assertThat(Rig.rows(database, Rig.ORDERS))
            .hasSize(200)
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

  /** The longest time a write took. */
  private static Duration writeAtFiveHundredASecond(Resource orders, int writes) {
    long slowest = 0;
    long due = System.nanoTime();
    for (int i = 0; i < writes; i++) {
      due += TimeUnit.MILLISECONDS.toNanos(2);
      LockSupport.parkNanos(due - System.nanoTime());
      long begun = System.nanoTime();
      if (i % 3 == 2) {
        orders.update("o" + (i - 1), Document.of("note", "again"));
      } else {
        orders.insert(Rig.order("o" + i, i));
      }
      slowest = Math.max(slowest, System.nanoTime() - begun);
    }
    return Duration.ofNanos(slowest);
  }
}
