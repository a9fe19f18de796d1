package io.s3db.examples;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.sqs.SqsQueue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a payment company.
 *
 * @param analytics the configuration of the analysts' dataset
 * @param compliance the address of the database of compliance
 * @param fraud the queue of fraud detection
 * @param backup the address of the backup
 */
record PayStream(Map<String, Object> analytics, String compliance, SqsQueue fraud, String backup) {
  ReplicatorPlugin plugin() {
    return ReplicatorPlugin.builder()
        .verbose(true)
        .persistReplicatorLog(true)
        .maxRetries(3)
        .replicator(
            "bigquery",
            r ->
                r.resource(
                        "transactions",
                        m -> m.to("payment_analytics").transform(PayStream::toAnalytics))
                    .config(analytics))
        .replicator(
            "postgresql",
            r ->
                r.resource(
                        "transactions",
                        m ->
                            m.to("compliance_transactions")
                                .transform(PayStream::toCompliance)
                                .actions(Operation.INSERT, Operation.UPDATE))
                    .config("connectionString", compliance))
        .replicator(
            "sqs",
            r ->
                r.resource("transactions", m -> m.transform(PayStream::toFraudDetection))
                    .config(Example.sqs(fraud, "messageGroupId", "fraud-events")))
        .replicator(
            "s3db",
            r ->
                r.resources("transactions", "users", "merchants")
                    .config("connectionString", backup))
        .build();
  }

  private static Document toAnalytics(Document data) {
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

  private static Document toCompliance(Document data, ContextTransform.Context context) {
    return Document.of(
        "id", data.id(),
        "user_id", data.text("userId"),
        "amount", data.number("amount"),
        "currency", data.text("currency"),
        "created_at", data.text("createdAt"),
        "audit_timestamp", context.changedAt(),
        "data_source", "production-s3db",
        "schema_version", "2.1");
  }

  private static @Nullable Document toFraudDetection(
      Document data, ContextTransform.Context context) {
    double amount = data.number("amount");
    if (amount < 1000) {
      return null;
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
            data.integer("userCreatedDays", Long.MAX_VALUE) < 7),
        "timestamp",
        context.changedAt());
  }
}
