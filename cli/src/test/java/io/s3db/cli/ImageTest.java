package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder with a Java of its own is built for real, and has every module that a run needs: no
 * destination fails for another reason than that nobody is there.
 */
@Tag("packaged")
class ImageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private record Said(int code, String text) {}

  private Said run(List<String> line) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("S3DB_HOME");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Said(process.exitValue(), said);
  }

  private Said s3db(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(folder.resolve("image/bin/s3db").toString()));
    line.addAll(List.of(arguments));
    return run(line);
  }

  @Test
  void runsWithTheModulesThatAreListed() throws Exception {
    Said built =
        run(
            List.of(
                ROOT.resolve("packaging/jlink/build").toString(),
                folder.resolve("image").toString()));
    assertThat(built.code()).as(built.text()).isZero();
    String db = "file://" + folder.resolve("db");
    assertThat(s3db("create", "notes", "text:string|required", "--db", db).code()).isZero();
    assertThat(s3db("insert", "notes", "id=n1", "text=Hello", "--db", db).code()).isZero();
    assertThat(s3db("list", "notes", "--db", db).text()).contains("n1  Hello");
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        database: { connectionString: "file://./shop" }
        replicator:
          timeout: 3s
          replicators:
            - { driver: postgresql, config: { connectionString: "postgresql://u:p@127.0.0.1:1/shop" },
                resources: { orders: { transform: "(o) => ({ id: o.id })" } } }
            - { driver: sqs, resources: [orders], config: { region: eu-west-1, endpoint: "http://127.0.0.1:1",
                queueUrl: "http://127.0.0.1:1/123456789012/q", credentials: { accessKeyId: k, secretAccessKey: s } } }
            - { driver: webhook, resources: [orders], config: { url: "http://127.0.0.1:1/" } }
            - { driver: bigquery, resources: [orders], config: { projectId: p, datasetId: d,
                endpoint: "http://127.0.0.1:1", storageEndpoint: "http://127.0.0.1:1" } }
            - { driver: s3db, resources: [orders], config: { connectionString: "file://./backup" } }
        """);
    Said check = s3db("check", "all.yaml");
    assertThat(check.code()).as(check.text()).isEqualTo(ExitCodes.FAILED);
    assertThat(check.text())
        .contains("postgresql cannot be used", "sqs cannot be used", "bigquery cannot be used")
        .doesNotContain("NoClassDefFound", "ClassNotFound", "s3db cannot be used", "inside:")
        .doesNotContain("WARNING");
  }
}
