package io.s3db.demo;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.Operation;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.Replicator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment company: transactions in a bucket, told to its analysts, its compliance officers (who
 * never forget), its fraud detection (which sees large ones only), and to a backup for disaster
 * recovery.
 */
final class PayStream {
  static final String RESOURCE = "transactions";
  static final String ANALYTICS_TABLE = "payment_analytics";
  static final String COMPLIANCE_TABLE = "compliance_transactions";

  private PayStream() {}

  static ResourceDefinition transactions() {
    return ResourceDefinition.named(RESOURCE)
        .attribute("userId", "string|required")
        .attribute("userCreatedDays", "number|integer|required")
        .attribute("merchantId", "string|required")
        .attribute("amount", "number|required")
        .attribute("currency", "string|required")
        .attribute("method", "string|required")
        .attribute("status", "string|required")
        .timestamps(true)
        .build();
  }

  static Replicator analytics(Places places) {
    return Replicator.builder("bigquery")
        .id("analytics")
        .resource(
            RESOURCE,
            m -> m.to(ANALYTICS_TABLE).key("transaction_id").transform(PayStream::payment))
        .config("projectId", "analytics-prod")
        .config("datasetId", "payments")
        .config("location", "US")
        .config(places.bigquery())
        .build();
  }

  private static Document payment(Document data) {
    double amount = data.number("amount");
    return Document.of(
        "transaction_id", data.id(),
        "amount_usd", amount,
        "currency", data.text("currency"),
        "customer_id", data.text("userId"),
        "merchant_id", data.text("merchantId"),
        "payment_method", data.text("method"),
        "status", data.text("status"),
        "created_at", data.text("createdAt"),
        "amount_cents", Math.round(amount * 100),
        "is_large_transaction", amount > 1000,
        "risk_score", amount > 5000 ? "high" : "low");
  }

  static Replicator compliance(Places places) {
    return Replicator.builder("postgresql")
        .id("compliance")
        .resource(
            RESOURCE,
            m ->
                m.to(COMPLIANCE_TABLE)
                    .actions(Operation.INSERT, Operation.UPDATE) // deletes are kept back
                    .transform(PayStream::audited))
        .verifyIgnore("audit_timestamp") // when it was told, which no later reading knows
        .config("connectionString", places.postgres())
        .build();
  }

  /** What compliance gets: eight fields, stamped with the time of the change. */
  private static Document audited(Document data, ContextTransform.Context context) {
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

  static Replicator fraud(Places places) {
    return Replicator.builder("sqs")
        .id("fraud")
        .resource(RESOURCE, m -> m.transform(PayStream::risk))
        .config("region", "us-east-1")
        .config("endpoint", places.sqsEndpoint())
        .config("credentials", Map.of("accessKeyId", "demo", "secretAccessKey", "demo"))
        .config("queueUrl", places.fraudQueue())
        .config("messageGroupId", "fraud-events")
        .build();
  }

  private static @Nullable Document risk(Document data, ContextTransform.Context context) {
    double amount = data.number("amount");
    if (amount < 1000) {
      return null; // only high-value transactions
    }
    return Document.of(
        "transaction_id",
        data.id(),
        "amount",
        amount,
        "user_id",
        data.text("userId"),
        "risk_indicators",
        Document.of(
            "is_large",
            amount > 5000,
            "is_international",
            !data.text("currency").equals("USD"),
            "is_new_customer",
            data.integer("userCreatedDays") < 7),
        "timestamp",
        IsoTime.text(context.changedAt()));
  }

  static Replicator backup(Places places) {
    return Replicator.builder("s3db")
        .id("backup")
        .resources(RESOURCE, OrderStream.RESOURCE, "users", "merchants")
        .config("connectionString", places.backup())
        .build();
  }
}
