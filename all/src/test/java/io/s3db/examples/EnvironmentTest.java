package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sqs.SqsQueue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One program, and a configuration for each place where it runs. */
class EnvironmentTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private final TestDatabase postgres = EXAMPLE.postgres();
  private final SqsQueue queue = Example.queue("environment");
  private final Map<String, Object> bigquery = EXAMPLE.dataset("environment", "orders");
  private final String backup = Example.address("backup");

  @Test
  void theEnvironmentDecidesBetweenFourDestinationsOneAndNone() throws Exception {
    assertThat(writeIn("development")).isEmpty();
    assertThat(EXAMPLE.at(backup).resources()).isEmpty();

    assertThat(writeIn("staging")).containsExactly("s3db");
    assertThat(EXAMPLE.at(backup).resources()).extracting(Resource::name).containsExactly("users");
    assertThat(queue.received()).isEmpty();
    assertThat(postgres.value("select to_regclass('users')")).isNull();

    assertThat(writeIn("production")).containsExactly("postgresql", "bigquery", "sqs", "s3db");
    assertThat(Example.rows(postgres, "users")).extracting(Document::id).containsExactly("u-1");
    assertThat(Example.rows(postgres, "orders")).extracting(Document::id).containsExactly("o-1");
    assertThat(EXAMPLE.rows("environment", "orders", "orders"))
        .extracting(Document::id)
        .containsExactly("o-1");
    assertThat(Example.messages(queue))
        .extracting(message -> message.text("resource"))
        .containsExactly("orders");
    assertThat(EXAMPLE.at(backup).resource("orders").listIds(10)).containsExactly("o-1");
  }

  /** Runs the program: it writes a user and an order. Tells the destinations it had. */
  private List<String> writeIn(String environment) throws Exception {
    ReplicatorPlugin plugin = ReplicatorPlugin.of(configuration(environment));
    S3db db = EXAMPLE.source(plugin);
    db.createResource("users", r -> r.attribute("name", "string"))
        .insert(Document.of("id", "u-1", "name", "Alice"));
    db.createResource("orders", r -> r.attribute("total", "number"))
        .insert(Document.of("id", "o-1", "total", 299.99));
    Example.awaitReplicated(plugin);
    return plugin.status().stream().map(ReplicatorStatus::id).toList();
  }

  private Map<String, Object> configuration(String environment) {
    return switch (environment) {
      case "production" ->
          Map.of(
              "replicators",
              List.of(
                  Example.replicator(
                      "postgresql",
                      List.of("users", "orders"),
                      Map.of("connectionString", postgres.connectionString())),
                  Example.replicator("bigquery", List.of("orders"), bigquery),
                  Example.replicator("sqs", List.of("orders"), Example.sqs(queue)),
                  Example.replicator(
                      "s3db", List.of("users", "orders"), Map.of("connectionString", backup))));
      case "staging" ->
          Map.of(
              "replicators",
              List.of(
                  Example.replicator(
                      "s3db", List.of("users"), Map.of("connectionString", backup))));
      default -> Map.of("enabled", false);
    };
  }
}
