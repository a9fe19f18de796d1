package io.s3db.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed with SIGKILL while they write. */
class KillTest {
  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLostToKills() throws Exception {
    killAndCompare(4, 12);
  }

  @Test
  @Tag("long")
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLostToManyKills() throws Exception {
    killAndCompare(200, 400);
  }

  /** Kills at least so often, and on until some kill left an intent in doubt. */
  private void killAndCompare(int least, int most) throws Exception {
    long seed = System.nanoTime() & 0xffff;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Acknowledged known = new Acknowledged();
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      long inDoubt = 0;
      int kills = 0;
      while (kills < least || (inDoubt == 0 && kills < most)) {
        inDoubt += kill(database, seed + kills, random.nextInt(50, 700), known);
        kills++;
      }
      List<String> lines = drain(database);
      inDoubt += doubts(lines);
      assertThat(lines).as("seed " + seed).anyMatch(line -> line.startsWith("DRAINED"));
      assertThat(inDoubt).as("intents found in doubt after %d kills", kills).isPositive();
      assertThat(known.writes()).isPositive();
      compare(database, known, seed);
    }
  }

  private long kill(TestDatabase database, long seed, int millis, Acknowledged known)
      throws IOException, InterruptedException {
    Process child = start(database, Long.toString(seed));
    List<String> before = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      Thread killer = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        known.line(line);
        if (line.equals("READY")) {
          killer = killAfter(child, millis);
        }
        if (line.startsWith("DOUBT")) {
          before.add(line);
        }
      }
      assertThat(killer).as("the child died before it was ready: its errors are above").isNotNull();
    }
    child.waitFor();
    return doubts(before);
  }

  private static Thread killAfter(Process child, int millis) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                child.waitFor(millis, TimeUnit.MILLISECONDS);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              child.toHandle().destroyForcibly(); // the process, and not what it still has to say
            });
  }

  private List<String> drain(TestDatabase database) throws IOException, InterruptedException {
    Process child = start(database, "drain");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      return lines.lines().toList();
    } finally {
      child.waitFor();
    }
  }

  private static long doubts(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("DOUBT "))
        .mapToLong(line -> Long.parseLong(line.substring("DOUBT ".length())))
        .sum();
  }

  private Process start(TestDatabase database, String seed) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            CrashChild.class.getName(),
            folder.toString(),
            database.connectionString(),
            seed)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void compare(TestDatabase database, Acknowledged known, long seed) throws SQLException {
    Map<String, Document> source = records(Shop.source(folder));
    for (int i = 0; i < CrashChild.KEYS; i++) {
      String key = "k" + i;
      long state = source.containsKey(key) ? source.get(key).integer("n") : Acknowledged.GONE;
      assertThat(known.allows(key, state))
          .as(
              "%s is %d, acknowledged or begun since were %s; seed %d",
              key, state, known.states(key), seed)
          .isTrue();
    }
    assertThat(records(Shop.target(folder))).as("seed " + seed).isEqualTo(source);
    assertThat(rows(database)).as("seed " + seed).isEqualTo(source);
  }

  private static Map<String, Document> records(String connection) {
    Map<String, Document> records = new HashMap<>();
    try (S3db db = S3db.connect(connection);
        Stream<Document> all = db.resource(Shop.RESOURCE).stream()) {
      all.forEach(record -> records.put(record.id(), record));
    }
    return records;
  }

  private static Map<String, Document> rows(TestDatabase database) throws SQLException {
    Map<String, Document> rows = new HashMap<>();
    for (Map<String, ?> row : database.rows("select id, n, \"text\" from items")) {
      Document document = Document.copyOf(row);
      rows.put(document.id(), document);
    }
    return rows;
  }
}
