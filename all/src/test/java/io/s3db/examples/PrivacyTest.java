package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.replicator.ReplicatorPlugin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What must not leave: a transform takes it out. */
class PrivacyTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private static final Document ALICE =
      Document.of("id", "u-1", "name", "Alice", "email", "alice@example.com")
          .with("password", "pa55word")
          .with("ssn", "123-45-6789")
          .with("creditCard", "4111111111111111")
          .with("createdAt", "2025-10-18T10:30:00.000Z");

  private static Resource users(ReplicatorPlugin plugin) {
    return EXAMPLE
        .source(plugin)
        .createResource(
            "users",
            r ->
                r.attribute("name", "string|required")
                    .attribute("email", "string|required")
                    .attribute("password", "string|required")
                    .attribute("ssn", "string|required")
                    .attribute("creditCard", "string|optional")
                    .attribute("createdAt", "string|required"));
  }

  private static Document safe(Document data) {
    return data.without("password", "ssn", "creditCard");
  }

  @Test
  void analystsGetAHashOfTheAddressAndNoSecret() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "bigquery",
                r ->
                    r.resource(
                            "users",
                            m ->
                                m.to("user_analytics")
                                    .transform(
                                        data ->
                                            safe(data)
                                                .with(
                                                    "email_hash",
                                                    Example.sha256(data.text("email")))
                                                .with(
                                                    "has_payment_method",
                                                    data.get("creditCard") != null)
                                                .with("account_created", data.text("createdAt"))))
                        .config(EXAMPLE.dataset("privacy", "analytics")))
            .build();
    Resource users = users(plugin);
    users.insert(ALICE);
    users.insert(ALICE.with("id", "u-2").without("creditCard"));
    Example.awaitReplicated(plugin);

    // printf alice@example.com | sha256sum
    Document row =
        Document.of(
            "id", "u-1",
            "name", "Alice",
            "email", "alice@example.com",
            "createdAt", "2025-10-18T10:30:00.000Z",
            "email_hash", "ff8d9819fc0e12bf0d24892e45987e249a28dce836a85cad60e28eaaa8c6d976",
            "has_payment_method", true,
            "account_created", "2025-10-18T10:30:00.000Z");
    assertThat(EXAMPLE.rows("privacy", "analytics", "user_analytics"))
        .containsExactlyInAnyOrder(row, row.with("id", "u-2").with("has_payment_method", false));
  }

  @Test
  void stagingGetsUsersAnonymousAndUnderAnotherName() throws Exception {
    String staging = Example.address("staging");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "s3db",
                r ->
                    r.resource(
                            "users",
                            m ->
                                m.to("staging_users")
                                    .transform(
                                        (data, context) ->
                                            safe(data)
                                                .with(
                                                    "email",
                                                    "user" + data.id() + "@staging.example.com")
                                                .with("is_staging", true)
                                                .with(
                                                    "synced_from_production", context.changedAt())))
                        .config("connectionString", staging))
            .build();
    Resource users = users(plugin);
    users.insert(ALICE.with("id", "1"));
    users.insert(ALICE.with("id", "2"));
    users.update("1", Map.of("name", "Alice Smith"));
    users.delete("2");
    Example.awaitReplicated(plugin);

    List<Document> copies = EXAMPLE.at(staging).resource("staging_users").list(10);
    assertThat(copies).hasSize(1);
    Example.assertIsOfNow(copies.getFirst(), "synced_from_production");
    assertThat(copies.getFirst().without("synced_from_production"))
        .isEqualTo(
            Document.of(
                "id", "1",
                "name", "Alice Smith",
                "email", "user1@staging.example.com",
                "createdAt", "2025-10-18T10:30:00.000Z",
                "is_staging", true));
  }
}
