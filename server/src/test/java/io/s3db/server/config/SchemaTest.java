package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the readers of options know the same keys. */
class SchemaTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String NOBODY = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

  /** What every example needs. */
  static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("POSTGRES_URL", "postgresql://u:p@localhost:5432/w"),
          Map.entry("COMPLIANCE_DB_URL", "postgresql://u:p@localhost:5432/c"),
          Map.entry("AWS_ACCESS_KEY_ID", "AKIA"),
          Map.entry("AWS_SECRET_ACCESS_KEY", "shh"),
          Map.entry("WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
          Map.entry("CRM_API_TOKEN", "crm"),
          Map.entry("ANALYTICS_API_KEY", "key"),
          Map.entry("BACKUP_KEY", "b"),
          Map.entry("BACKUP_SECRET", "c"),
          Map.entry("S3DB_TOKEN", "0123456789abcdef"));

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(each -> each.toString().matches(".*\\.(yaml|json)"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsValidBySchemaAndIsRead(Path example) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(PublishedSchema.text());
    InputFormat format = example.toString().endsWith("json") ? InputFormat.JSON : InputFormat.YAML;

    assertThat(schema.validate(Files.readString(example), format)).isEmpty();
    assertThat(Configuration.read(example, ENVIRONMENT)).isNotNull();
  }

  @Test
  void theSchemaRefusesWhatTheReaderRefuses() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(PublishedSchema.text());
    for (String wrong :
        new String[] {
          "{\"database\":{}}",
          "{\"database\":{\"connectionString\":\"memory://x\"},\"servr\":{}}",
          "{\"database\":{\"connectionString\":\"memory://x\"},\"server\":{\"port\":\"x\"}}",
          "{\"database\":{\"connectionString\":\"memory://x\"},\"replicator\":{\"replicators\":[{\"driver\":\"webhook\",\"resources\":[\"a\"],\"config\":{\"urll\":\"x\"}}]}}",
        }) {
      assertThat(schema.validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
      assertThat(
              catchThrowableOfType(
                  InvalidConfigurationException.class,
                  () -> Configuration.parse("x", wrong, Path.of(""), Map.of())))
          .as(wrong)
          .isNotNull();
    }
  }

  @Test
  void theSchemaAndTheReadersKnowTheSameKeys() throws IOException {
    Map<String, Set<String>> published = new TreeMap<>();
    PublishedSchema.sections()
        .forEach((section, options) -> published.put(section, new TreeSet<>(options.keySet())));
    Set<String> top = new TreeSet<>();
    ((Map<?, ?>) PublishedSchema.whole().get("properties"))
        .keySet()
        .forEach(each -> top.add((String) each));
    top.removeAll(Set.of("include", "environment", "environments")); // read before the rest
    published.put("", top);

    assertThat(known()).isEqualTo(published);
  }

  /** What the readers say they know, when they are asked for what nobody knows. */
  private static Map<String, Set<String>> known() {
    String yaml =
        """
        X: 1
        database: { connectionString: memory://x, X: 1, resources: { r: { attributes: { a: string }, X: 1 } } }
        journal: { X: 1 }
        watch: { X: 1 }
        server: { X: 1 }
        replicator:
          X: 1
          replicators:
            - { id: a, driver: postgresql, X: 1, resources: { m: { X: 1 } }, config: { X: 1 } }
            - { id: b, driver: s3db, resources: [m], config: { X: 1 } }
            - { id: c, driver: sqs, resources: [m], config: { X: 1 } }
            - { id: d, driver: webhook, resources: [m], config: { X: 1 } }
            - { id: e, driver: bigquery, resources: [m], config: { X: 1 } }
        """
            .replace("X: 1", NOBODY + ": 1");
    InvalidConfigurationException invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> Configuration.parse("x", yaml, Path.of(""), Map.of()));
    Pattern told =
        Pattern.compile("(.*?)\\.?" + NOBODY + " is not an option: the options are (.*)");
    Map<String, Set<String>> known = new TreeMap<>();
    for (Problem each : invalid.problems()) {
      Matcher match = told.matcher(each.message());
      if (match.matches()) {
        known.put(match.group(1), new TreeSet<>(Arrays.asList(match.group(2).split(", "))));
      }
    }
    known.getOrDefault("replicator", Set.of()).removeAll(Set.of("journal", "watch"));
    known.getOrDefault("replicator", Set.of()).remove("resourceFilter"); // a function: Java only
    return known;
  }
}
