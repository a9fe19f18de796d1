package io.s3db.demo;

import java.util.Map;

/**
 * Where the destinations are: what a real deployment has in its configuration.
 *
 * @param postgres the connection string of the compliance database
 * @param backup the connection string of the backup
 * @param sqsEndpoint of the queues
 * @param fraudQueue the URL of the queue of payments
 * @param orderFraudQueue the URL of the queue of orders
 * @param fulfillmentUrl where new orders are told
 * @param apiKey what the fulfillment system wants to see
 * @param bigquery the endpoints of BigQuery
 */
record Places(
    String postgres,
    String backup,
    String sqsEndpoint,
    String fraudQueue,
    String orderFraudQueue,
    String fulfillmentUrl,
    String apiKey,
    Map<String, String> bigquery) {}
