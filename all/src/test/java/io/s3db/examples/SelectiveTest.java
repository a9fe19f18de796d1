package io.s3db.examples;

import static io.s3db.Operation.DELETE;
import static io.s3db.Operation.INSERT;
import static io.s3db.Operation.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which operations go where: some places never forget, some never change. */
class SelectiveTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private final TestDatabase postgres = EXAMPLE.postgres();

  @Test
  void threeTablesTakeDifferentOperations() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resource(
                            "transactions",
                            m ->
                                m.to("compliance_transactions")
                                    .actions(INSERT, UPDATE)
                                    .transform(
                                        (data, context) ->
                                            data.with("audit_timestamp", context.changedAt())))
                        .resource(
                            "orders",
                            m -> m.to("order_facts").actions(INSERT).transform(data -> data))
                        .resource(
                            "products",
                            m ->
                                m.to("product_cache")
                                    .actions(INSERT, UPDATE, DELETE)
                                    .transform(data -> data))
                        .config("connectionString", postgres.connectionString()))
            .build();
    S3db db = EXAMPLE.source(plugin);
    for (String resource : List.of("transactions", "orders", "products")) {
      changeAll(db, resource);
    }
    Example.awaitReplicated(plugin);

    assertThat(Example.rows(postgres, "compliance_transactions"))
        .allSatisfy(row -> Example.assertIsOfNow(row, "audit_timestamp"))
        .extracting(row -> row.without("audit_timestamp"))
        .as("changed, never deleted")
        .containsExactlyInAnyOrder(value("kept", 2), value("deleted", 2));
    assertThat(Example.rows(postgres, "order_facts"))
        .as("as they were inserted")
        .containsExactlyInAnyOrder(value("kept", 1), value("deleted", 1));
    assertThat(Example.rows(postgres, "product_cache"))
        .as("as the source")
        .containsExactly(value("kept", 2));
  }

  @Test
  void complianceForgetsNothingAndAnalyticsHasImmutableFacts() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .replicator(
                "postgresql",
                r ->
                    r.resource(
                            "transactions",
                            m ->
                                m.to("compliance_transactions")
                                    .actions(INSERT, UPDATE)
                                    .transform(data -> data))
                        .config("connectionString", postgres.connectionString()))
            .replicator(
                "bigquery",
                r ->
                    r.resource(
                            "orders",
                            m -> m.to("order_facts").actions(INSERT).transform(data -> data))
                        .config(EXAMPLE.dataset("selective", "facts")))
            .build();
    S3db db = EXAMPLE.source(plugin);
    changeAll(db, "transactions");
    changeAll(db, "orders");
    Example.awaitReplicated(plugin);

    assertThat(Example.rows(postgres, "compliance_transactions"))
        .containsExactlyInAnyOrder(value("kept", 2), value("deleted", 2));
    assertThat(EXAMPLE.rows("selective", "facts", "order_facts"))
        .containsExactlyInAnyOrder(value("kept", 1), value("deleted", 1));
  }

  /** Inserts two records, updates both, deletes one. */
  private static void changeAll(S3db db, String name) {
    Resource resource = db.createResource(name, r -> r.attribute("value", "number|required"));
    for (String id : List.of("kept", "deleted")) {
      resource.insert(value(id, 1));
      resource.update(id, Document.of("value", 2));
    }
    resource.delete("deleted");
  }

  private static Document value(String id, int value) {
    return Document.of("id", id, "value", value);
  }
}
