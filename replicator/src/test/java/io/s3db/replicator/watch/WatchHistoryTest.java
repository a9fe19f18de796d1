package io.s3db.replicator.watch;

import static io.s3db.replicator.watch.World.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.replicator.spi.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of this process, of programs without the plugin and of s3db.js, with a crash at
 * any request of a walk: the folder is what it was at that moment, and the process goes on from a
 * copy of it. In the end the mirror equals the bucket, and no change was told under two names.
 */
final class WatchHistoryTest {
  private static final int KEYS = 8;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void nothingIsMissedAndNothingIsToldTwice() throws Exception {
    run(8, System.nanoTime() & 0xffff);
  }

  @Test
  @Tag("long")
  @Timeout(3600)
  void nothingIsMissedAndNothingIsToldTwiceForLong() throws Exception {
    run(600, System.nanoTime() & 0xffff);
  }

  private void run(int histories, long seed) throws Exception {
    for (int i = 0; i < histories; i++) {
      System.out.println("seed " + (seed + i));
      history(seed + i);
    }
  }

  private void history(long seed) throws Exception {
    Random random = new Random(seed);
    int life = 0;
    Path journal = folder.resolve(seed + "-" + life);
    World world = new World(journal);
    try {
      world.js("keep1", 1);
      world.js("keep2", 1);
      world.clock.move(Duration.ofMinutes(1)); // both are known from the first walk on
      world.open();
      world.walk();
      for (int step = 0; step < 6; step++) {
        for (int i = 0; i < 6; i++) {
          change(world, random);
        }
        if (random.nextBoolean()) {
          world.settle();
        } else {
          Path copy = folder.resolve(seed + "-" + ++life);
          crash(world, journal, copy, random.nextInt(25));
          journal = copy;
        }
      }
      world.settle();
      world.walk(); // what was not settled is looked at again
      world.settle();
      Map<String, Document> records = world.records();
      Map<String, Document> rows = new HashMap<>(world.rows());
      for (String keep : List.of("keep1", "keep2")) { // they were there before, and are not told
        records.remove("{\"id\":\"" + keep + "\"}");
        assertThat(rows).doesNotContainKey("{\"id\":\"" + keep + "\"}");
      }
      assertThat(rows).as("seed %d", seed).isEqualTo(records);
      assertOnce(world, seed);
    } finally {
      world.close();
    }
  }

  private static void change(World world, Random random) {
    String id = "r" + random.nextInt(KEYS);
    int value = random.nextInt(1000);
    boolean there = world.bucket.keys().contains(key(id));
    switch (random.nextInt(there ? 7 : 3)) {
      case 0 -> world.js(id, value);
      case 1 -> upsert(world.other(), id, value);
      case 2 -> upsert(world.orders(), id, value);
      case 3 -> world.bucket.remove(key(id));
      case 4 -> world.other().delete(id);
      case 5 -> world.orders().delete(id);
      default -> world.orders().patch(id, Document.of("note", "n" + value));
    }
  }

  private static void upsert(Resource orders, String id, int value) {
    orders.upsert(Document.of("id", id, "total", value));
  }

  /** Ends the process at the n-th request of the next walks, and goes on from what is on disk. */
  private static void crash(World world, Path journal, Path copy, int n) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    world.bucket.onCall(
        (_, _) -> {
          if (calls.getAndIncrement() == n) {
            world.warehouse.down(true); // what it does from here on, nobody sees
            copy(journal, copy);
          }
        });
    while (calls.get() <= n) {
      world.plugin.watch().awaitWalk(Duration.ofSeconds(5));
    }
    world.bucket.onCall((_, _) -> {});
    world.shut();
    world.warehouse.down(false);
    world.open(World.QUICK, copy, r -> r.resources("orders"));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A change that was found has one name, and none that is in the journal of a writer. */
  private static void assertOnce(World world, long seed) {
    Map<String, Set<String>> foreign = new HashMap<>();
    Set<String> own = new HashSet<>();
    for (Delivery each : world.warehouse.told()) {
      String state = each.operation() + " " + each.recordId() + "@" + each.version();
      if (each.id().event().isForeign()) {
        foreign.computeIfAbsent(state, _ -> new HashSet<>()).add(each.id().toString());
      } else {
        own.add(state);
      }
    }
    assertThat(foreign.values()).as("seed %d: names", seed).allMatch(each -> each.size() == 1);
    Set<String> both = new HashSet<>(foreign.keySet());
    both.retainAll(own);
    assertThat(both).as("seed %d, told: %s", seed, told(world)).isEmpty();
  }

  private static String told(World world) {
    return world.warehouse.told().stream()
        .map(
            each ->
                "%n%s %s@%s %s"
                    .formatted(each.operation(), each.recordId(), each.version(), each.id()))
        .sorted(Comparator.comparing(line -> line.split(" ")[1].split("@")[0]))
        .collect(Collectors.joining());
  }
}
