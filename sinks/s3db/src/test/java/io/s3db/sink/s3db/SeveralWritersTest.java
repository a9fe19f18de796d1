package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.S3db;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several real processes write the same records of one database, each with its own journal, to the
 * same mirror; one is killed with SIGKILL and started again, and a program without a journal writes
 * too. In the end the mirror equals the source.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class SeveralWritersTest {
  private static final int SHORT = 160;
  private static final int LONG = 4000;

  @TempDir Path folder;

  @Test
  void fourProcessesOnADirectory() throws Exception {
    run(directory("source"), directory("mirror"), 4, SHORT, 1);
  }

  @Test
  void twoProcessesOnABucket() throws Exception {
    try (S3Server s3 = S3Server.start()) {
      run(s3.connectionString("shop/source"), s3.connectionString("backup/mirror"), 2, SHORT, 1);
    }
  }

  @Test
  @Tag("long")
  void twoProcessesOnADirectoryForLong() throws Exception {
    run(directory("source"), directory("mirror"), 2, LONG, 5);
  }

  @Test
  @Tag("long")
  void fourProcessesOnABucketForLong() throws Exception {
    try (S3Server s3 = S3Server.start()) {
      run(s3.connectionString("shop/source"), s3.connectionString("backup/mirror"), 4, LONG, 5);
    }
  }

  private String directory(String name) {
    return "file://" + folder.resolve(name) + "?fsync=false";
  }

  private void run(String source, String mirror, int processes, int writes, int kills)
      throws Exception {
    long seed = System.nanoTime() & 0xffff;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (S3db without = S3db.connect(source)) {
      without.createResource(WriterChild.RESOURCE, r -> r.attribute("n", "number|integer"));
      List<Child> children = new ArrayList<>();
      for (int i = 1; i < processes; i++) {
        children.add(start(source, mirror, "writer" + i, seed + i, writes));
      }
      Child watching = start(source, mirror, "watch", seed, writes);
      watching.awaitReady();
      WriterChild.write(without.resource(WriterChild.RESOURCE), seed + 99, writes / 4);
      for (int kill = 0; kill < kills; kill++) {
        children.getFirst().kill(random.nextInt(400));
        children.set(0, start(source, mirror, "writer1", seed + 1000 + kill, writes / 2));
      }
      children.add(watching);
      for (Child each : children) {
        assertThat(each.end()).as("seed %d: %s", seed, each.name).startsWith("DONE");
      }
      // The one that watches must have seen what the others left; it is the last to look.
      Child last = start(source, mirror, "watch", seed, 0);
      assertThat(last.end()).as("seed %d", seed).startsWith("DONE");
    }
    assertThat(records(mirror)).as("seed %d", seed).isEqualTo(records(source));
  }

  private static Map<String, Document> records(String connection) {
    Map<String, Document> records = new TreeMap<>();
    try (S3db db = S3db.connect(connection)) {
      db.resource(WriterChild.RESOURCE)
          .list(ListOptions.all())
          .forEach(each -> records.put(each.id(), each));
    }
    return records;
  }

  private Child start(String source, String mirror, String name, long seed, int writes)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WriterChild.class.getName(),
                source,
                mirror,
                folder.resolve("journal-" + name).toString(),
                name,
                Long.toString(seed),
                Integer.toString(writes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Child(name, process);
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

    void awaitReady() throws IOException {
      assertThat(next("READY")).as("%s ended before it was ready", name).isEqualTo("READY");
    }

    private String next(String... starts) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (String start : starts) {
          if (line.startsWith(start)) {
            return line;
          }
        }
      }
      return "(ended)";
    }

    void kill(int millis) throws Exception {
      awaitReady();
      process.waitFor(millis, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      lines.close();
    }

    String end() throws Exception {
      String line = next("DONE", "STUCK");
      process.waitFor();
      lines.close();
      return line;
    }
  }
}
