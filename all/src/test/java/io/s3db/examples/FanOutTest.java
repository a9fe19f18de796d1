package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.Transform;
import io.s3db.testkit.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One record in several shapes, and shapes that differ from that of the record. */
class FanOutTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  @Test
  void oneUserGoesToABackupAnAnalyticsAndAnAuditResource() throws Exception {
    String target = Example.address("copies");
    Transform analytics =
        data ->
            Document.of(
                "user_id", data.id(),
                "signup_date", data.text("createdAt"),
                "user_type", data.text("role", "standard"),
                "email_domain", Example.emailDomain(data).orElse(null));
    ContextTransform audit =
        (data, context) ->
            Document.of(
                "user_id", data.id(),
                "action", "user_replicated",
                "timestamp", context.changedAt(),
                "data_hash", Example.sha256(data.toJson()));
    ReplicatorPlugin plugin =
        ReplicatorPlugin.of(
            Map.of(
                "replicators",
                List.of(
                    Example.replicator(
                        "s3db",
                        Map.of(
                            "users",
                            List.of(
                                "user_backup",
                                Map.of("resource", "user_analytics", "transform", analytics),
                                Map.of("resource", "audit_trail", "transform", audit))),
                        Map.of("connectionString", target)))));
    Resource users =
        EXAMPLE
            .source(plugin)
            .createResource(
                "users",
                r ->
                    r.attribute("email", "string|required")
                        .attribute("createdAt", "string|required")
                        .attribute("role", "string|optional"));
    Document alice =
        Document.of("id", "u-1", "email", "alice@example.com")
            .with("createdAt", "2025-10-18T10:30:00.000Z")
            .with("role", "admin");
    users.insert(alice);
    users.insert(alice.with("id", "u-2").without("role"));
    Example.awaitReplicated(plugin);

    S3db copies = EXAMPLE.at(target);
    assertThat(copies.resource("user_backup").list(10))
        .containsExactly(alice, alice.with("id", "u-2").without("role"));
    assertThat(copies.resource("user_analytics").list(10))
        .extracting(record -> record.without("id"))
        .containsExactly(analysed("u-1", "admin"), analysed("u-2", "standard"));
    Document audited = copies.resource("audit_trail").get("u-1");
    Example.assertIsOfNow(audited, "timestamp");
    // printf '{"id":"u-1","email":"alice@example.com","createdAt":"…","role":"admin"}' | sha256sum
    assertThat(audited.without("timestamp"))
        .isEqualTo(
            Document.of(
                "id", "u-1",
                "user_id", "u-1",
                "action", "user_replicated",
                "data_hash", "af0041f746e36311f3a16cb943f76696a173fd0cad386ceeda14643647d411a3"));
    assertThat(copies.resource("audit_trail").get("u-2").text("data_hash"))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(audited.text("data_hash"));
  }

  private static Document analysed(String id, String type) {
    return Document.of(
        "user_id",
        id,
        "signup_date",
        "2025-10-18T10:30:00.000Z",
        "user_type",
        type,
        "email_domain",
        "example.com");
  }

  @Test
  void aTransformMapsUsersToProfilesWithAKeyOfAnotherName() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    postgres.execute(
        "create table customer_profiles (customer_id text primary key, full_name text,"
            + " email_domain text, synced_at text, source text)");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resource(
                            "users",
                            m ->
                                m.to("customer_profiles")
                                    .transform(
                                        (data, context) ->
                                            Document.of(
                                                "customer_id", data.id(),
                                                "full_name", Example.fullName(data),
                                                "email_domain",
                                                    Example.emailDomain(data).orElse("unknown"),
                                                "synced_at", context.changedAt(),
                                                "source", "production-s3db")))
                        .config("connectionString", postgres.connectionString()))
            .build();
    Resource users = EXAMPLE.source(plugin).createResource(person().build());
    users.insert(person("u-1", "Alice", "Smith").with("email", "alice@example.com"));
    users.insert(person("u-2", "Bob", "Jones"));
    users.insert(person("u-3", "Carol", "White"));
    users.update("u-1", Document.of("lastName", "Miller"));
    users.delete("u-3");
    Example.awaitReplicated(plugin);

    List<Document> rows = Example.rows(postgres, "customer_profiles");
    rows.forEach(row -> Example.assertIsOfNow(row, "synced_at"));
    assertThat(rows)
        .extracting(row -> row.without("synced_at"))
        .containsExactlyInAnyOrder(
            Document.of(
                "customer_id", "u-1",
                "full_name", "Alice Miller",
                "email_domain", "example.com",
                "source", "production-s3db"),
            Document.of(
                "customer_id", "u-2",
                "full_name", "Bob Jones",
                "email_domain", "unknown",
                "source", "production-s3db"));
  }

  private static ResourceDefinition.Builder person() {
    return ResourceDefinition.named("users")
        .attribute("firstName", "string|required")
        .attribute("lastName", "string|required")
        .attribute("email", "string|optional");
  }

  private static Document person(String id, String firstName, String lastName) {
    return Document.of("id", id, "firstName", firstName, "lastName", lastName);
  }

  @Test
  void fieldsThatAreListedAreSentAndANewOneOfTheSourceBreaksNothing() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    postgres.execute(
        "create table users (id text primary key, name text, email text, created_at text)");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resource(
                            "users",
                            m ->
                                m.to("users")
                                    .transform(
                                        data ->
                                            Document.of(
                                                "id", data.id(),
                                                "name", data.text("name"),
                                                "email", data.text("email"),
                                                "created_at", data.text("createdAt"))))
                        .config("connectionString", postgres.connectionString()))
            .build();
    S3db db = EXAMPLE.source(plugin);
    ResourceDefinition.Builder definition =
        ResourceDefinition.named("users")
            .attribute("name", "string|required")
            .attribute("email", "string|required")
            .attribute("createdAt", "string|required");
    Document alice =
        Document.of("name", "Alice", "email", "alice@example.com")
            .with("createdAt", "2025-10-18T10:30:00.000Z");
    db.createResource(definition.build()).insert("u-1", alice);
    db.createResource(definition.attribute("status", "string|optional").build())
        .insert("u-2", alice.with("status", "active"));
    Example.awaitReplicated(plugin);

    Document row =
        Document.of("name", "Alice", "email", "alice@example.com")
            .with("created_at", "2025-10-18T10:30:00.000Z");
    assertThat(postgres.rows("select * from users order by id"))
        .extracting(Document::copyOf)
        .containsExactly(row.with("id", "u-1"), row.with("id", "u-2"));
  }
}
