package io.s3db.demo;

import io.s3db.testkit.bigquery.FakeBigQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The demo's own connections to all places, for reading.
 *
 * @param probing to PostgreSQL, for the one who asks whether a record is there
 * @param reading to PostgreSQL, for the comparison
 * @param source the bucket of the source
 * @param backup the bucket of the backup
 * @param frauds consumes the queue of payments
 * @param orderFrauds consumes the queue of orders
 * @param fulfillment takes new orders
 * @param bigquery has the analysts' tables
 */
record Sights(
    Connection probing,
    Connection reading,
    RawBucket source,
    RawBucket backup,
    Consumer frauds,
    Consumer orderFrauds,
    Fulfillment fulfillment,
    FakeBigQuery bigquery) {
  /** One witness for each destination and resource. */
  List<Witness> witnesses() {
    return List.of(
        new AnalyticsTable(
            new BigqueryRows(
                bigquery,
                new BigqueryRows.Name(
                    Services.ANALYTICS, Services.PAYMENTS, PayStream.ANALYTICS_TABLE),
                "transaction_id")),
        new ComplianceTable(probing, reading),
        new QueueWitness(frauds, new FraudQueue()),
        new BackupBucket(PayStream.RESOURCE, source, backup),
        new BackupBucket(OrderStream.RESOURCE, source, backup),
        new QueueWitness(orderFrauds, new OrderFraudQueue()),
        fulfillment,
        new OrderFacts(
            new BigqueryRows(
                bigquery,
                new BigqueryRows.Name(
                    Services.ORDER_ANALYTICS, Services.ORDERS, OrderStream.FACTS_TABLE),
                "order_id")));
  }

  /** Ends the consumers and the connections. */
  void close() throws SQLException, InterruptedException {
    frauds.close();
    orderFrauds.close();
    probing.close();
    reading.close();
  }
}
