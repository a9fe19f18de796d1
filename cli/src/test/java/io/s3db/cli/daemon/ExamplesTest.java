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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are good, and there is one for each driver. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "POSTGRES_URL", "postgresql://shop:secret@localhost:5432/shop",
          "GOOGLE_CLOUD_PROJECT", "shop",
          "FRAUD_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/fraud.fifo",
          "WEBHOOK_URL", "https://example.com/orders",
          "WEBHOOK_TOKEN", "secret",
          "WEBHOOK_SECRET", "secret",
          "SOURCE", "s3://KEY:secret@source/shop?region=eu-central-1",
          "BACKUP", "s3://KEY:secret@backup/shop?region=eu-central-1",
          "S3DB_TOKEN", "a-long-token-that-nobody-guesses");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
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
    assertThat(check(file).list("routes")).isNotEmpty();
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
}
