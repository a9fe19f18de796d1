package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.store.MemoryStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full. Runs where a file system in memory may be mounted. */
final class SmallDiskTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TEXT = "x".repeat(20_000);

  @TempDir Path folder;

  private final FakeWarehouse warehouse = FakeWarehouse.named("small-disk");
  private final List<String> acknowledged = new ArrayList<>();
  private boolean mounted;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
    assumeThat(mounted).as("a file system can be mounted").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void nothingAcknowledgedIsLostAndEverythingGoesOnWhenThereIsRoom() throws Exception {
    warehouse.refuse(delivery -> delivery.recordId().startsWith("bad"));
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "fake",
                r -> r.resources("orders").id("copy").config("connectionString", "small-disk"))
            .journalPath(disk.resolve("journal"))
            .journalMaxSize(64 << 20) // so that segments are small
            .durability(Durability.DISK)
            .build();
    try (S3db db =
        S3db.builder().store(MemoryStore.create(InstantSource.system())).plugin(plugin).connect()) {
      Resource orders = db.createResource("orders", r -> r.attribute("text", "string|optional"));
      write(orders, "first");
      assertThat(plugin.awaitReplicated(LONG)).isTrue();

      Path reserve = disk.resolve("journal/state.db.ballast");
      Files.delete(reserve); // it was used up before
      Path filler = fill();
      S3dbException refused = writeUntilRefused(orders);
      assertThat(refused.code()).isEqualTo("JOURNAL_DISK_FULL");
      assertThat(refused).hasMessageContaining("writes go on by themselves");
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(plugin.status("copy").reason()).contains("Free at least 16 MB"));

      Files.delete(filler);
      write(orders, "last");
      assertThat(plugin.awaitReplicated(LONG)).isTrue();
      assertThat(plugin.status("copy").state()).isEqualTo(ReplicatorState.RUNNING);
      assertThat(arrived(plugin)).isEqualTo(new TreeSet<>(acknowledged));
      await().atMost(LONG).untilAsserted(() -> assertThat(reserve).hasSize(4 << 20));
    }
  }

  /** Rows and dead letters. */
  private Set<String> arrived(ReplicatorPlugin plugin) throws InterruptedException {
    Set<String> ids = new TreeSet<>();
    warehouse.rows("orders").values().forEach(row -> ids.add(String.valueOf(row.get("id"))));
    for (DeadLetter letter : plugin.deadLetters("copy", 10_000)) {
      ids.add(letter.event().recordId());
    }
    return ids;
  }

  private S3dbException writeUntilRefused(Resource orders) {
    for (int i = 0; i < 5000; i++) {
      try {
        write(orders, (i % 4 == 0 ? "bad" : "good") + i);
      } catch (S3dbException e) {
        return e;
      }
    }
    throw new AssertionError("the disk never became full");
  }

  private void write(Resource orders, String id) {
    orders.insert(Document.of("id", id, "text", TEXT));
    acknowledged.add(id);
  }

  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    byte[] some = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(disk).getUsableSpace() > 0) {
        out.write(some);
      }
    } catch (IOException _) {
      // full
    }
    return filler;
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
