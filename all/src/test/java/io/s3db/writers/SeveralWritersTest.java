package io.s3db.writers;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several real processes write the same records of one database, each with its own journal, to a
 * table of a real PostgreSQL and to another database, while one of them is killed with SIGKILL and
 * started again. In the end both are equal to the source.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class SeveralWritersTest {
  private static final int SHORT = 120;
  private static final int LONG = 4000;

  @TempDir private Path folder;

  @Test
  void twoProcesses() throws Exception {
    onFolders(2, SHORT, 1);
  }

  @Test
  void fourProcesses() throws Exception {
    onFolders(4, SHORT, 1);
  }

  @Test
  @Tag("long")
  void twoProcessesOnABucketForLong() throws Exception {
    onBuckets(2, LONG, 6);
  }

  @Test
  @Tag("long")
  void fourProcessesOnABucketForLong() throws Exception {
    onBuckets(4, LONG, 6);
  }

  private void onFolders(int processes, int writes, int kills) throws Exception {
    run(folder("source"), folder("backup"), processes, writes, kills);
  }

  private void onBuckets(int processes, int writes, int kills) throws Exception {
    try (S3Server s3 = S3Server.start()) {
      run(
          s3.connectionString("shop/source"),
          s3.connectionString("backup/mirror"),
          processes,
          writes,
          kills);
    }
  }

  private String folder(String name) {
    return "file://" + folder.resolve(name) + "?fsync=false";
  }

  private void run(String source, String backup, int processes, int writes, int kills)
      throws Exception {
    long seed = System.nanoTime() & 0xffff;
    System.out.println("[several writers] seed " + seed);
    Random random = new Random(seed);
    try (TestDatabase warehouse = PostgresServer.shared().createDatabase()) {
      try (S3db db = S3db.connect(source)) {
        db.createResource(Writer.RESOURCE, r -> r.attribute("n", "number|integer"));
      }
      Start start = new Start(source, warehouse.connectionString(), backup, folder, writes);
      List<Child> others = new ArrayList<>();
      for (int i = 1; i < processes; i++) {
        others.add(start.child("writer" + i, seed + i));
      }
      Child victim = start.child("victim", seed);
      for (int kill = 0; kill < kills; kill++) {
        victim.killAfter(random.nextInt(1, writes / 2));
        victim = start.child("victim", seed + 1000 + kill);
      }
      others.add(victim);
      for (Child each : others) {
        assertThat(each.end()).as("seed %d: %s", seed, each.name).startsWith("DONE");
      }
      compare(source, backup, warehouse, seed);
    }
  }

  private void compare(String source, String backup, TestDatabase warehouse, long seed)
      throws Exception {
    Map<String, Document> records = records(source);
    assertThat(records(backup)).as("seed %d: the database", seed).isEqualTo(records);
    Map<String, Object> numbers = new TreeMap<>();
    records.forEach((id, record) -> numbers.put(id, (double) record.integer("n")));
    Map<String, Object> rows = new TreeMap<>();
    warehouse
        .rows("SELECT id, n::float8 AS n FROM items")
        .forEach(row -> rows.put((String) row.get("id"), row.get("n")));
    assertThat(rows).as("seed %d: the table", seed).isEqualTo(numbers);
    ReplicatorPlugin judge = Writer.plugin(warehouse.connectionString(), backup, folder, "judge");
    try (S3db _ = S3db.builder().connectionString(source).plugin(judge).connect()) {
      for (String mirror : List.of(Writer.WAREHOUSE, Writer.BACKUP)) {
        VerifyReport report = judge.verify(mirror);
        assertThat(report.isEqual()).as("seed %d: %s", seed, report).isTrue();
        assertThat(report.routes().getFirst().sourceRows()).isEqualTo(records.size());
      }
    }
  }

  private static Map<String, Document> records(String connection) {
    Map<String, Document> records = new TreeMap<>();
    try (S3db db = S3db.connect(connection);
        Stream<Document> all = db.resource(Writer.RESOURCE).stream()) {
      all.forEach(each -> records.put(each.id(), each));
    }
    return records;
  }

  /** How processes are started. */
  private record Start(String source, String warehouse, String backup, Path folder, int writes) {
    Child child(String name, long seed) throws IOException {
      return new Child(
          name,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  source,
                  warehouse,
                  backup,
                  folder.toString(),
                  name,
                  Long.toString(seed),
                  Integer.toString(writes))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
  }

  /** A process under way, and what it says. */
  private static final class Child {
    final String name;
    private final Process process;
    private final BufferedReader lines;

    Child(String name, Process process) {
      this.name = name;
      this.process = process;
      this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Kills it in the middle of its writes. */
    void killAfter(int writes) throws Exception {
      int left = writes;
      for (String line = next(); left > 0; line = next()) {
        assertThat(line).as(name).startsWith("WROTE");
        left--;
      }
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor()).as("killed, and not ended by itself").isNotZero();
      lines.close();
    }

    private String next() throws IOException {
      String line = lines.readLine();
      while (line != null && !line.matches("(WROTE|DONE|STUCK) .*")) {
        line = lines.readLine();
      }
      return line == null ? "it ended" : line;
    }

    String end() throws Exception {
      String line = next();
      while (line.startsWith("WROTE")) {
        line = next();
      }
      process.waitFor();
      lines.close();
      return line;
    }
  }
}
