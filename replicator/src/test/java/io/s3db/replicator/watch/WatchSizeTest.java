package io.s3db.replicator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many records are known in little memory; prints how long a walk takes. */
@Timeout(600)
final class WatchSizeTest {
  private static final long MOST_HEAP = 16L << 20;

  @TempDir Path folder;

  @Test
  void fiveThousandRecords() throws Exception {
    run(5_000);
  }

  @Test
  @Tag("long")
  void aHundredThousandRecords() throws Exception {
    run(100_000);
  }

  @Test
  @Tag("long")
  void aMillionRecords() throws Exception {
    run(1_000_000);
  }

  private void run(int records) throws Exception {
    Path journal = folder.resolve("journal");
    try (World world = new World(journal)) {
      world.js("first", 1);
      Map<String, String> metadata = world.bucket.at(World.key("first")).head().metadata();
      for (int i = 1; i < records; i++) {
        world.bucket.write(World.key("record-" + i), new byte[0], metadata);
      }
      world.clock.move(Duration.ofMinutes(5));
      world.open(WatchOptions.every(Duration.ofHours(1)), r -> r.resources("orders"));
      long before = heap();
      world.walk();
      long learning = world.plugin.watch().status().lastWalkTook().toMillis();
      world.js("record-7", 2);
      world.settle();
      long idle = world.plugin.watch().status().lastWalkTook().toMillis();
      long grown = heap() - before;
      System.out.printf(
          "%d records: the first walk takes %d ms, the next %d ms, watch.db %d KB, heap %+d KB%n",
          records, learning, idle, Files.size(journal.resolve("watch.db")) >> 10, grown >> 10);
      assertThat(world.plugin.watch().status().objects()).isEqualTo(records);
      assertThat(world.warehouse.told()).hasSize(1);
      assertThat(grown).isLessThan(MOST_HEAP);
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
