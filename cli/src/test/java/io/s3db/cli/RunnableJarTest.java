package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it was packaged: all drivers in it find each other, nothing of the tests is there. */
@Tag("packaged")
class RunnableJarTest {
  private static final Path JAR = Path.of("target/s3db.jar").toAbsolutePath();

  @TempDir private Path folder;

  private String s3db(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                JAR.toString()));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void knowsItsVersion() throws Exception {
    assertThat(s3db("--version")).matches("S3DB for Java \\d+\\.\\d+\\.\\d+\\S* \\(Java 25\\)\n");
  }

  @Test
  void hasEveryDriverAndTheLanguageOfTransforms() throws Exception {
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        database: { connectionString: "memory://shop" }
        replicator:
          replicators:
            - { driver: postgresql, config: { connectionString: "postgresql://127.0.0.1/shop" },
                resources: { orders: { transform: "(o) => ({ id: o.id })" } } }
            - { driver: sqs, resources: [orders],
                config: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/q", region: eu-west-1 } }
            - { driver: webhook, resources: [orders], config: { url: "http://127.0.0.1:1/" } }
            - { driver: bigquery, resources: [orders],
                config: { projectId: p, datasetId: d } }
            - { driver: s3db, resources: [orders], config: { connectionString: "s3://k:s@b/x" } }
        """);
    assertThat(s3db("check", "all.yaml", "--offline"))
        .contains("postgresql", "sqs", "webhook", "bigquery", "s3db", "all.yaml is good");
  }

  @Test
  void runsTheStarterFile() throws Exception {
    s3db("init");
    assertThat(s3db("check", "s3db.yaml")).contains("everything can be reached");
    assertThat(s3db("status", "--config", "s3db.yaml")).contains("backup");
  }

  @Test
  void holdsNothingOfTestsOrTheDemo() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(each -> each.getName()))
          .noneMatch(name -> name.startsWith("io/s3db/testkit") || name.startsWith("io/s3db/demo"))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
    }
  }
}
