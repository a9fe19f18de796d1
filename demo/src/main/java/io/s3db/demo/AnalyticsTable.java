package io.s3db.demo;

import io.s3db.Document;
import java.util.Map;
import java.util.Objects;

/** The analysts' table of payments, read with plain REST requests. */
record AnalyticsTable(BigqueryRows rows) implements Witness {
  @Override
  public String replicator() {
    return "analytics";
  }

  @Override
  public String resource() {
    return PayStream.RESOURCE;
  }

  @Override
  public boolean shows(String id) throws Exception {
    return rows.has(id);
  }

  @Override
  public Comparison compare(Source source) throws Exception {
    return rows.compare(source.records(), AnalyticsTable::same);
  }

  private static boolean same(Map<String, String> row, Document record) {
    double amount = record.number("amount");
    return Double.parseDouble(row.get("amount_usd")) == amount
        && Objects.equals(row.get("currency"), record.text("currency"))
        && Objects.equals(row.get("customer_id"), record.text("userId"))
        && Objects.equals(row.get("merchant_id"), record.text("merchantId"))
        && Objects.equals(row.get("payment_method"), record.text("method"))
        && Objects.equals(row.get("status"), record.text("status"))
        && BigqueryRows.time(row.get("created_at")).equals(record.instant("createdAt"))
        && Objects.equals(row.get("amount_cents"), String.valueOf(Math.round(amount * 100)))
        && Objects.equals(row.get("is_large_transaction"), String.valueOf(amount > 1000))
        && Objects.equals(row.get("risk_score"), amount > 5000 ? "high" : "low");
  }
}
