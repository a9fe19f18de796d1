package io.s3db.demo;

import io.s3db.Document;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the compliance table with plain JDBC, column by column. It never forgets: deleted
 * transactions stay as they were last.
 *
 * @param probing a connection of the one who asks whether a record is there
 * @param reading a connection for the comparison
 */
record ComplianceTable(Connection probing, Connection reading) implements Witness {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  @Override
  public String replicator() {
    return "compliance";
  }

  @Override
  public String resource() {
    return PayStream.RESOURCE;
  }

  @Override
  public boolean shows(String id) throws SQLException {
    try (PreparedStatement select =
        probing.prepareStatement("select 1 from compliance_transactions where id = ?")) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  @Override
  public Comparison compare(Source source) throws SQLException {
    Map<String, Document> left = source.withDeleted();
    long expected = left.size();
    long different = 0;
    long extra = 0;
    try (PreparedStatement select =
            reading.prepareStatement(
                "select id, user_id, amount, currency, created_at, audit_timestamp, data_source,"
                    + " schema_version from compliance_transactions");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Document record = left.remove(row.getString("id"));
        if (record == null) {
          extra++;
        } else if (!same(row, record)) {
          different++;
        }
      }
    }
    return new Comparison(expected, left.size(), different, extra);
  }

  private static boolean same(ResultSet row, Document record) throws SQLException {
    return Objects.equals(row.getString("user_id"), record.text("userId"))
        && row.getBigDecimal("amount").compareTo(BigDecimal.valueOf(record.number("amount"))) == 0
        && Objects.equals(row.getString("currency"), record.text("currency"))
        && time(row, "created_at").equals(record.instant("createdAt"))
        && near(time(row, "audit_timestamp"), record.instant("updatedAt"))
        && "production-s3db".equals(row.getString("data_source"))
        && "2.1".equals(row.getString("schema_version"));
  }

  private static boolean near(Instant audited, Instant updated) {
    return Duration.between(updated, audited).abs().compareTo(CLOCK_TOLERANCE) < 0;
  }

  /**
   * The column is text or a timestamp, as the destination made it: either way it is one instant.
   */
  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column) instanceof String text
        ? Instant.parse(text)
        : row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
