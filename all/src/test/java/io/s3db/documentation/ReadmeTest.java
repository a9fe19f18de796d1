package io.s3db.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.S3db;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java in README and guides does what it says. */
class ReadmeTest {
  @TempDir private Path folder;

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("README.md"))) {
      here = Objects.requireNonNull(here.getParent(), "no README.md above the working directory");
    }
    return here;
  }

  static Stream<Snippet> snippets() throws IOException {
    return Snippet.all(root()).stream();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void everySnippetCompiles(Snippet snippet) throws IOException {
    String source = snippet.asClass("Compiled", "null");
    assertThat(new SnippetCompiler(folder).errors("Compiled", source)).as(source).isEmpty();
  }

  @Test
  void theFirstSnippetOfTheReadmeReplicatesAnOrder() throws Exception {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      String source =
          Snippet.all(root())
              .getFirst()
              .with(
                  "s3://KEY:SECRET@my-bucket/shop?region=eu-central-1",
                  "memory://readme-" + UUID.randomUUID())
              .with("System.getenv(\"POSTGRES_URL\")", '"' + database.connectionString() + '"')
              .asClass("Readme", "db");
      SnippetCompiler compiler = new SnippetCompiler(folder);
      assertThat(compiler.errors("Readme", source)).as(source).isEmpty();
      try (S3db _ = (S3db) compiler.run("Readme")) {
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions() // until the table is there
            .untilAsserted(
                () ->
                    assertThat(database.rows("select amount from order_facts"))
                        .extracting(row -> String.valueOf(row.get("amount")))
                        .isEqualTo(List.of("2499.99")));
      }
    }
  }
}
