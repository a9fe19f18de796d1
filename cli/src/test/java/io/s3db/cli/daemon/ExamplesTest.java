package io.s3db.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are good, and there is one for each driver. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("POSTGRES_URL", "postgresql://shop:secret@localhost:5432/shop"),
          Map.entry("COMPLIANCE_DB_URL", "postgresql://shop:secret@localhost:5432/compliance"),
          Map.entry("AWS_ACCESS_KEY_ID", "KEY"),
          Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
          Map.entry("WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
          Map.entry("CRM_API_TOKEN", "secret"),
          Map.entry("ANALYTICS_API_KEY", "secret"),
          Map.entry("WEBHOOK_TOKEN", "secret"),
          Map.entry("FULFILLMENT_KEY", "secret"),
          Map.entry("BACKUP_KEY", "KEY"),
          Map.entry("BACKUP_SECRET", "secret"),
          Map.entry("S3DB_PASSPHRASE", "a passphrase of several words"),
          Map.entry("S3DB_TOKEN", "a-long-token-that-nobody-guesses"));

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().matches(".*\\.(yaml|json)")).sorted().toList();
    }
  }

  private static Document check(Path file) {
    Ran ran = Ran.with("", ENVIRONMENT, "check", file.toString(), "--offline", "--json");
    assertThat(ran.out() + ran.err()).doesNotContain("secret@");
    return ran.ok().document();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isGood(Path file) {
    assertThat(check(file).get("ok")).isEqualTo(true);
  }

  @Test
  void everyDriverHasOne() throws IOException {
    Set<String> drivers =
        examples().stream()
            .flatMap(file -> check(file).list("routes").stream())
            .map(route -> String.valueOf(((Map<?, ?>) route).get("driver")))
            .collect(Collectors.toSet());
    assertThat(drivers)
        .containsExactlyInAnyOrder("postgresql", "bigquery", "sqs", "webhook", "s3db");
  }

  @Test
  void theOneOfTheMigrationGuideIsGood(@TempDir Path folder) throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "migrating-from-exports.md"));
    Matcher block = Pattern.compile("(?s)   ```yaml\n(.*?)   ```").matcher(guide);
    assertThat(block.find()).isTrue();
    Path file = Files.writeString(folder.resolve("s3db.yaml"), block.group(1).stripIndent());
    assertThat(check(file).list("routes")).hasSize(1);
  }
}
