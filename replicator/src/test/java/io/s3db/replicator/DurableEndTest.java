package io.s3db.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.fake.FakeWarehouse;
import io.s3db.store.MemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose end was cut off by hand, between two lives of the process. */
final class DurableEndTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private final FakeWarehouse warehouse = FakeWarehouse.named("u:p@durable-end");

  @Test
  void aJournalThatWasCutOffIsNotTakenForAWholeOne() throws Exception {
    write(0);
    Path cut = cutOff();
    ReplicatorPlugin plugin = plugin();
    try (S3db _ = open(plugin)) {
      assertThat(plugin.status("fake").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      assertThat(plugin.status("fake").reason())
          .contains("ends at offset", "the disk had it up to", cut.getParent().toString());
      assertThat(plugin.sync("fake").await(SOON)).isTrue();
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(warehouse.rows("orders")).hasSize(50);
    }
    write(50); // fine again: it is told once
  }

  @Test
  void whatIsToldIsToldAgainUntilDestinationsKnow() throws Exception {
    write(0);
    cutOff();
    for (int i = 0; i < 2; i++) {
      ReplicatorPlugin plugin = plugin();
      try (S3db _ = open(plugin)) {
        assertThat(plugin.status("fake").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      }
    }
  }

  @Test
  void aWholeJournalIsNoReasonForAlarm() throws Exception {
    for (int i = 0; i < 4; i++) {
      write(i * 50);
    }
    assertThat(warehouse.rows("orders")).hasSize(200);
  }

  private void write(int from) throws InterruptedException {
    ReplicatorPlugin plugin = plugin();
    try (S3db db = open(plugin)) {
      assertThat(plugin.status("fake").state()).isNotEqualTo(ReplicatorState.NEEDS_SYNC);
      Resource orders = db.createResource("orders", r -> r.attribute("n", "number"));
      for (int i = from; i < from + 50; i++) {
        orders.insert(Document.of("id", "o" + i, "n", i));
      }
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
    }
  }

  /** Keeps two thirds of what the file with the changes holds. */
  private Path cutOff() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path longest = files.filter(DurableEndTest::isWritten).max(Path::compareTo).orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(longest.toFile(), "rw")) {
        file.setLength(written(longest) * 2 / 3);
      }
      return longest;
    }
  }

  private static boolean isWritten(Path file) {
    return file.toString().endsWith(".segment") && written(file) > 1_000;
  }

  private static int written(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      return end;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ReplicatorPlugin plugin() {
    return ReplicatorPlugin.builder()
        .journalPath(folder)
        .closeTimeout(Duration.ofSeconds(1))
        .replicator(
            "fake", r -> r.resources("orders").config("connectionString", "u:p@durable-end"))
        .build();
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }
}
