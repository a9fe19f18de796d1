package io.s3db.demo;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.Operation;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ReplicatorPlugin;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A payment company: transactions in a bucket, a table for compliance in PostgreSQL that never
 * forgets, and a full copy in another bucket for disaster recovery.
 */
final class PayStream {
  static final String RESOURCE = "transactions";
  static final String COMPLIANCE_TABLE = "compliance_transactions";

  private PayStream() {}

  static ResourceDefinition transactions() {
    return ResourceDefinition.named(RESOURCE)
        .attribute("userId", "string|required")
        .attribute("merchantId", "string|required")
        .attribute("amount", "number|required")
        .attribute("currency", "string|required")
        .attribute("method", "string|required")
        .attribute("status", "string|required")
        .timestamps(true)
        .build();
  }

  /** What compliance gets: eight fields, stamped with the time of the change. */
  static Document compliance(Document data, ContextTransform.Context context) {
    return Document.of(
        "id", data.id(),
        "user_id", data.text("userId"),
        "amount", data.number("amount"),
        "currency", data.text("currency"),
        "created_at", data.text("createdAt"),
        "audit_timestamp", IsoTime.text(context.changedAt()),
        "data_source", "production-s3db",
        "schema_version", "2.1");
  }

  static ReplicatorPlugin replication(Path journal, String postgres, String backup) {
    return ReplicatorPlugin.builder()
        .persistReplicatorLog(true)
        .maxRetries(3)
        .journalPath(journal)
        .closeTimeout(Duration.ofSeconds(30))
        .replicator(
            "postgresql",
            r ->
                r.id("compliance")
                    .resource(
                        RESOURCE,
                        m ->
                            m.to(COMPLIANCE_TABLE)
                                .actions(
                                    Operation.INSERT, Operation.UPDATE) // deletes are kept back
                                .transform(PayStream::compliance))
                    .config("connectionString", postgres))
        .replicator(
            "s3db",
            r ->
                r.id("backup")
                    .resources(RESOURCE, "users", "merchants")
                    .config("connectionString", backup))
        .build();
  }
}
