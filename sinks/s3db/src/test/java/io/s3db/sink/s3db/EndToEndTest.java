package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.Durability;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.leak.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The driver under the plugin, configured as the documentation shows. */
@ExtendWith(LeakCheck.class)
class EndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void backsUpADatabase() throws Exception {
    ReplicatorPlugin replication = toBackup("backup", "memory://example-backup");
    try (S3db shop =
            S3db.builder().connectionString("memory://example").plugin(replication).connect();
        S3db backup = S3db.connect("memory://example-backup")) {
      shop.createResource("orders", r -> r.attribute("total", "number").timestamps(true));
      Document order = shop.resource("orders").insert(Document.of("id", "o-1", "total", 299.99));

      assertThat(replication.awaitReplicated(SOON)).isTrue();

      assertThat(backup.resource("orders").get("o-1")).isEqualTo(order);
      shop.resource("orders").delete("o-1");
      assertThat(replication.awaitReplicated(SOON)).isTrue();
      assertThat(backup.resource("orders").exists("o-1")).isFalse();
    }
  }

  @Test
  void bringsTwoDatabasesThatReplicateToEachOtherToRest() throws Exception {
    ReplicatorPlugin toRight = toBackup("to-right", "memory://loop-right");
    ReplicatorPlugin toLeft = toBackup("to-left", "memory://loop-left");
    try (S3db left =
            S3db.builder().connectionString("memory://loop-left").plugin(toRight).connect();
        S3db right =
            S3db.builder().connectionString("memory://loop-right").plugin(toLeft).connect()) {
      left.createResource("orders", r -> r.attribute("total", "number").timestamps(true));
      left.resource("orders").insert(Document.of("id", "1", "total", 1));
      left.resource("orders").update("1", Document.of("total", 2));
      assertThat(toRight.awaitReplicated(SOON)).isTrue();
      await().atMost(SOON).until(() -> right.resource("orders").exists("1"));

      Document changed = right.resource("orders").update("1", Document.of("total", 3));
      assertThat(toLeft.awaitReplicated(SOON)).isTrue();
      await().atMost(SOON).until(() -> left.resource("orders").get("1").equals(changed));
      right.resource("orders").delete("1");
      await().atMost(SOON).until(() -> !left.resource("orders").exists("1"));
      assertThat(toRight.awaitReplicated(SOON)).isTrue();
      assertThat(toLeft.awaitReplicated(SOON)).isTrue();

      assertThat(right.resource("orders").exists("1")).isFalse();
      // Five changes were made; each comes back once at most, and an echo has no echo.
      assertThat(delivered(toRight, "to-right") + delivered(toLeft, "to-left")).isBetween(1L, 10L);
    }
  }

  private static long delivered(ReplicatorPlugin plugin, String id) {
    return plugin.status(id).counters().getOrDefault("delivered", -1_000L);
  }

  private ReplicatorPlugin toBackup(String id, String address) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve(id))
        .durability(Durability.PROCESS)
        .replicator(
            "s3db",
            replicator -> replicator.id(id).resources("orders").config("connectionString", address))
        .build();
  }
}
