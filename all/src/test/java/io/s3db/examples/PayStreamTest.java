package io.s3db.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sqs.SqsMessage;
import io.s3db.testkit.sqs.SqsQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PayStream: payments told to analysts, compliance, fraud detection, and a backup. */
class PayStreamTest {
  @RegisterExtension private static final Example EXAMPLE = new Example();

  private final TestDatabase compliance = EXAMPLE.postgres();
  private final SqsQueue fraud = Example.queue("fraud-detection");
  private final String backup = Example.address("dr");

  @Test
  void payStreamTellsFourDestinationsEachInItsOwnShape() throws Exception {
    ReplicatorPlugin plugin = plugin("payments_shapes");
    S3db db = EXAMPLE.source(plugin);
    Resource transactions = transactions(db);
    db.createResource("users", r -> r.attribute("name", "string"))
        .insert(Document.of("id", "alice", "name", "Alice"));
    db.createResource("merchants", r -> r.attribute("name", "string"))
        .insert(Document.of("id", "merchant-123", "name", "Shop"));
    transactions.insert(payment("small", 999.99, "USD").with("userCreatedDays", 400));
    Document large =
        transactions.insert(payment("large", 6000.5, "EUR").with("userCreatedDays", 3));
    Document refunded =
        transactions.insert(payment("refunded", 1000, "USD").with("userCreatedDays", 7));
    Document small = transactions.update("small", Document.of("status", "completed"));
    transactions.delete("refunded");
    Example.awaitReplicated(plugin);

    assertThat(EXAMPLE.rows("analytics-prod", "payments_shapes", "payment_analytics"))
        .containsExactlyInAnyOrder(
            analysed(small, 99999, false, "low"), analysed(large, 600050, true, "high"));
    assertThat(Example.rows(compliance, "compliance_transactions"))
        .allSatisfy(row -> Example.assertIsOfNow(row, "audit_timestamp"))
        .extracting(row -> row.without("audit_timestamp"))
        .containsExactlyInAnyOrder(audited(small), audited(large), audited(refunded));
    assertThat(fraud.received()).extracting(SqsMessage::groupId).containsOnly("fraud-events");
    assertThat(Example.messages(fraud))
        .extracting(message -> message.text("action") + " " + risksOf(message))
        .containsExactlyInAnyOrder(
            "insert large {is_large=true, is_international=true, is_new_customer=true}",
            "insert refunded {is_large=false, is_international=false, is_new_customer=false}",
            "delete refunded {is_large=false, is_international=false, is_new_customer=false}");
    S3db copy = EXAMPLE.at(backup);
    assertThat(copy.resource("transactions").list(10)).containsExactlyInAnyOrder(small, large);
    assertThat(copy.resource("users").listIds(10)).containsExactly("alice");
    assertThat(copy.resource("merchants").listIds(10)).containsExactly("merchant-123");
  }

  @Test
  void aPaymentOf2499DollarsIsLargeToAnalystsAndNotToFraudDetection() throws Exception {
    ReplicatorPlugin plugin = plugin("payments");
    Resource transactions = transactions(EXAMPLE.source(plugin));

    Document payment =
        transactions.insert(
            Document.of(
                "userId", "alice",
                "merchantId", "merchant-123",
                "amount", 2499.00,
                "currency", "USD",
                "method", "credit_card",
                "status", "pending"));
    Example.awaitReplicated(plugin);

    assertThat(EXAMPLE.rows("analytics-prod", "payments", "payment_analytics"))
        .containsExactly(
            Document.of(
                "transaction_id", payment.id(),
                "amount_usd", 2499,
                "currency", "USD",
                "customer_id", "alice",
                "merchant_id", "merchant-123",
                "payment_method", "credit_card",
                "status", "pending",
                "created_at", payment.text("createdAt"),
                "amount_cents", 249900,
                "is_large_transaction", true,
                "risk_score", "low"));
    assertThat(Example.rows(compliance, "compliance_transactions"))
        .extracting(row -> row.without("audit_timestamp"))
        .containsExactly(audited(payment));
    assertThat(Example.messages(fraud)).hasSize(1);
    Document data = Example.messages(fraud).getFirst().document("data");
    Example.assertIsOfNow(data, "timestamp");
    assertThat(data.without("timestamp"))
        .isEqualTo(
            Document.of(
                "transaction_id",
                payment.id(),
                "amount",
                2499,
                "user_id",
                "alice",
                "risk_indicators",
                Document.of(
                    "is_large", false, "is_international", false, "is_new_customer", false)));
    assertThat(EXAMPLE.at(backup).resource("transactions").get(payment.id())).isEqualTo(payment);
  }

  private static Resource transactions(S3db db) {
    return db.createResource(
        "transactions",
        r ->
            r.attribute("userId", "string|required")
                .attribute("userCreatedDays", "number|integer|optional")
                .attribute("merchantId", "string|required")
                .attribute("amount", "number|required")
                .attribute("currency", "string|required")
                .attribute("method", "string|required")
                .attribute("status", "string|required")
                .timestamps(true));
  }

  private static Document payment(String id, double amount, String currency) {
    return Document.of(
        "id", id,
        "userId", "alice",
        "merchantId", "merchant-123",
        "amount", amount,
        "currency", currency,
        "method", "credit_card",
        "status", "pending");
  }

  /** The row of eleven fields that analysts should have. */
  private static Document analysed(Document record, int cents, boolean large, String risk) {
    return Document.of(
        "transaction_id",
        record.id(),
        "amount_usd",
        record.get("amount"),
        "currency",
        record.get("currency"),
        "customer_id",
        "alice",
        "merchant_id",
        "merchant-123",
        "payment_method",
        "credit_card",
        "status",
        record.get("status"),
        "created_at",
        record.get("createdAt"),
        "amount_cents",
        cents,
        "is_large_transaction",
        large,
        "risk_score",
        risk);
  }

  /** The row that compliance should have: eight fields with the time of the audit. */
  private static Document audited(Document record) {
    return Document.of(
        "id", record.id(),
        "user_id", "alice",
        "amount", record.get("amount"),
        "currency", record.get("currency"),
        "created_at", record.get("createdAt"),
        "data_source", "production-s3db",
        "schema_version", "2.1");
  }

  private static String risksOf(Document message) {
    Document data = message.document("data");
    return data.text("transaction_id") + " " + data.document("risk_indicators").toMap();
  }

  private ReplicatorPlugin plugin(String dataset) {
    return new PayStream(
            EXAMPLE.dataset("analytics-prod", dataset),
            compliance.connectionString(),
            fraud,
            backup)
        .plugin();
  }
}
