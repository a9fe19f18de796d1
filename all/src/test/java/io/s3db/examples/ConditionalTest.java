package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sqs.SqsQueue;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that are not sent, by rule; and records that a transform cannot make anything of. */
class ConditionalTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  @Test
  void ordersThatAreSmallOrOpenAndUsersOfTestsOrGoneAreNotSent() throws Exception {
    SqsQueue queue = Example.queue("conditional");
    ReplicatorPlugin plugin =
        plugin(
            "sqs",
            r ->
                r.resource("orders", m -> m.transform(ConditionalTest::completedOrder))
                    .resource("users", m -> m.transform(ConditionalTest::realUser))
                    .config(Example.sqs(queue)));
    S3db db = EXAMPLE.source(plugin);
    Resource orders =
        db.createResource(
            "orders",
            r ->
                r.attribute("userId", "string|required")
                    .attribute("total", "number|required")
                    .attribute("status", "string|required"));
    orders.insert(order("small", 999.99, "completed"));
    orders.insert(order("open", 1000, "pending"));
    orders.insert(order("medium", 1000, "completed"));
    orders.insert(order("high", 5000.01, "completed"));
    Resource users = users(db);
    users.insert(user("tester", "tester@test.com"));
    users.insert(user("gone", "gone@example.com").with("deletedAt", "2025-10-18"));
    users.insert(user("alice", "alice@example.com"));
    Example.awaitReplicated(plugin);

    assertThat(Example.messages(queue))
        .extracting(message -> message.document("data"))
        .containsExactlyInAnyOrder(
            Document.of(
                "order_id", "medium", "amount", 1000, "customer_id", "bob", "risk_score", "medium"),
            Document.of(
                "order_id", "high", "amount", 5000.01, "customer_id", "bob", "risk_score", "high"),
            user("alice", "alice@example.com"));
    Example.awaitSkipped(plugin, "sqs", 4);
  }

  private static @Nullable Document completedOrder(Document data) {
    if (data.number("total") < 1000 || !data.text("status").equals("completed")) {
      return null;
    }
    return Document.of(
        "order_id", data.id(),
        "amount", data.number("total"),
        "customer_id", data.text("userId"),
        "risk_score", data.number("total") > 5000 ? "high" : "medium");
  }

  private static @Nullable Document realUser(Document data) {
    boolean test = data.text("email", "").endsWith("@test.com");
    return test || data.get("deletedAt") != null ? null : data;
  }

  private static Document order(String id, double total, String status) {
    return Document.of("id", id, "userId", "bob", "total", total, "status", status);
  }

  @Test
  void usersOfTestsThoseSoftDeletedAndThoseIncompleteAreSkipped() throws Exception {
    String target = Example.address("real-users");
    ReplicatorPlugin plugin =
        plugin(
            "s3db",
            r ->
                r.resource("users", m -> m.transform(ConditionalTest::completeUser))
                    .config("connectionString", target));
    Resource users = users(EXAMPLE.source(plugin));
    Document alice = user("alice", "alice@example.com").with("name", "Alice");
    users.insert(alice);
    users.insert(user("tester", "tester@test.com").with("name", "Tester"));
    users.insert(
        user("gone", "gone@example.com").with("name", "Gone").with("deletedAt", "2025-10-18"));
    users.insert(user("nameless", "nameless@example.com"));
    users.insert(Document.of("id", "unreachable", "name", "Nobody"));
    Example.awaitReplicated(plugin);

    assertThat(EXAMPLE.at(target).resource("users").list(10)).containsExactly(alice);
    Example.awaitSkipped(plugin, "s3db", 4);
    assertThat(plugin.deadLetters("s3db", 10)).isEmpty();
  }

  private static @Nullable Document completeUser(Document data) {
    boolean incomplete = data.get("email") == null || data.get("name") == null;
    return incomplete ? null : realUser(data);
  }

  @Test
  void aRobustTransformSkipsWhatIsInvalidAndFillsInWhatIsMissing() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    ReplicatorPlugin plugin =
        plugin(
            "postgresql",
            r ->
                r.resource("users", m -> m.to("profiles").transform(ConditionalTest::robust))
                    .config("connectionString", postgres.connectionString()));
    Resource users = users(EXAMPLE.source(plugin));
    users.insert(
        user("whole", "alice@example.com")
            .with("firstName", "Alice")
            .with("lastName", "Smith")
            .with("createdAt", "2025-10-18T10:30:00.000Z"));
    users.insert(user("half", "bob").with("firstName", "Bob"));
    users.insert(user("bare", "x@example.org"));
    users.insert(Document.of("id", "invalid", "firstName", "Eve"));
    Example.awaitReplicated(plugin);

    List<Document> rows = Example.rows(postgres, "profiles");
    assertThat(rows)
        .extracting(row -> row.text("full_name") + ", " + row.text("email_domain"))
        .containsExactlyInAnyOrder(
            "Alice Smith, example.com", "Bob, unknown", "Unknown, example.org");
    assertThat(rows)
        .filteredOn(row -> row.text("full_name").equals("Alice Smith"))
        .extracting(row -> row.text("created_at"))
        .containsExactly("2025-10-18T10:30:00.000Z");
    assertThat(rows)
        .filteredOn(row -> !row.text("full_name").equals("Alice Smith"))
        .hasSize(2)
        .allSatisfy(row -> Example.assertIsOfNow(row, "created_at"));
    assertThat(plugin.deadLetters("postgresql", 10)).isEmpty();
  }

  private static @Nullable Document robust(Document data, ContextTransform.Context context) {
    if (data.get("email") == null) {
      return null;
    }
    String name = (data.text("firstName", "") + " " + data.text("lastName", "")).strip();
    return Document.of(
        "full_name", name.isEmpty() ? "Unknown" : name,
        "email_domain", Example.emailDomain(data).orElse("unknown"),
        "created_at", data.get("createdAt") == null ? context.changedAt() : data.text("createdAt"));
  }

  @Test
  void aTransformThatThrowsFailsItsRecordAtItsDestinationOnly() throws Exception {
    TestDatabase postgres = EXAMPLE.postgres();
    String backup = Example.address("all-users");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resource("users", m -> m.to("profiles").transform(ConditionalTest::hasty))
                        .config("connectionString", postgres.connectionString()))
            .replicator("s3db", r -> r.resources("users").config("connectionString", backup))
            .build();
    Resource users = users(EXAMPLE.source(plugin));
    Document whole = user("a-whole", "a@example.com").with("firstName", "A").with("lastName", "B");
    users.insert(whole);
    users.insert(whole.with("id", "b-no-mail").without("email"));
    users.insert(whole.with("id", "c-no-name").without("firstName"));
    users.insert(whole.with("id", "d-whole"));
    Example.awaitReplicated(plugin);

    Document row = Document.of("full_name", "A B", "email_domain", "example.com");
    assertThat(Example.rows(postgres, "profiles"))
        .containsExactlyInAnyOrder(row.with("id", "a-whole"), row.with("id", "d-whole"));
    List<DeadLetter> failed = plugin.deadLetters("postgresql", 10);
    assertThat(failed)
        .extracting(letter -> letter.event().recordId())
        .containsExactlyInAnyOrder("b-no-mail", "c-no-name");
    assertThat(failed)
        .extracting(DeadLetter::error)
        .anyMatch(error -> error.contains("email"))
        .anyMatch(error -> error.contains("firstName"));
    assertThat(EXAMPLE.at(backup).resource("users").listIds(10))
        .containsExactly("a-whole", "b-no-mail", "c-no-name", "d-whole");
    assertThat(plugin.deadLetters("s3db", 10)).isEmpty();
  }

  private static Document hasty(Document data) {
    return Document.of(
        "id", data.id(),
        "full_name", Example.fullName(data),
        "email_domain", data.text("email").split("@", -1)[1]);
  }

  private static Resource users(S3db db) {
    return db.createResource(
        "users",
        r ->
            r.attribute("email", "string|optional")
                .attribute("name", "string|optional")
                .attribute("firstName", "string|optional")
                .attribute("lastName", "string|optional")
                .attribute("createdAt", "string|optional")
                .attribute("deletedAt", "string|optional"));
  }

  private static Document user(String id, String email) {
    return Document.of("id", id, "email", email);
  }

  private static ReplicatorPlugin plugin(String driver, Consumer<Replicator.Builder> description) {
    return ReplicatorPlugin.builder().replicator(driver, description).build();
  }
}
