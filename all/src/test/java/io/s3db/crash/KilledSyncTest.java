package io.s3db.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed with SIGKILL while they copy existing records to a new destination. */
class KilledSyncTest {
  static final int RECORDS = 3_000;

  @TempDir private Path folder;

  static String key(int number) {
    return "k" + number;
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aCopyGoesOnAfterItsProcessWasKilled() throws Exception {
    killAndCompare(2);
  }

  @Test
  @Tag("long")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void aCopyGoesOnHoweverOftenItsProcessIsKilled() throws Exception {
    killAndCompare(25);
  }

  private void killAndCompare(int kills) throws Exception {
    long seed = System.nanoTime() & 0xffff;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    fill();
    int killed = 0;
    String last = "";
    for (int i = 0; i < kills; i++) {
      last = run(seed + i, random.nextInt(1, RECORDS / kills));
      killed += last.startsWith("COPIED ") ? 1 : 0;
    }
    assertThat(killed).as("kills in the middle, seed %d", seed).isPositive();
    last = run(seed + kills, Integer.MAX_VALUE);
    assertThat(last).as("seed %d", seed).startsWith("DONE ");
    assertThat(records(Shop.target(folder)))
        .as("seed %d", seed)
        .isEqualTo(records(Shop.source(folder)));
  }

  private void fill() {
    try (S3db db = S3db.connect(Shop.source(folder))) {
      Resource items = Shop.items(db);
      items.insertMany(
          IntStream.range(0, RECORDS).mapToObj(i -> Document.of("id", key(i), "n", i)).toList());
    }
  }

  /** Runs until it has copied so many more records, and kills it then; returns its last words. */
  private String run(long seed, int most) throws IOException, InterruptedException {
    Process child = start(seed);
    String last = "";
    long first = -1;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("COPIED ")) {
          long copied = Long.parseLong(line.substring("COPIED ".length()));
          first = first < 0 ? copied : first;
          last = line;
          if (copied - first >= most) {
            child.toHandle().destroyForcibly(); // the process, and not what it still has to say
          }
        } else if (line.startsWith("DONE ") || line.startsWith("STUCK ")) {
          last = line;
        }
      }
    } finally {
      child.toHandle().destroyForcibly();
      child.waitFor();
    }
    return last;
  }

  private Process start(long seed) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            SyncChild.class.getName(),
            folder.toString(),
            Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Map<String, Document> records(String connection) {
    Map<String, Document> records = new HashMap<>();
    try (S3db db = S3db.connect(connection);
        Stream<Document> all = db.resource(Shop.RESOURCE).stream()) {
      all.forEach(record -> records.put(record.id(), record));
    }
    return records;
  }
}
