package io.s3db.demo;

import io.s3db.testkit.bigquery.FakeBigQuery;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsServer;
import io.s3db.testkit.webhook.WebhookReceiver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * What the demo runs on, all on 127.0.0.1 and free ports: a real PostgreSQL behind a proxy that can
 * lose an answer, ElasticMQ in the place of SQS, a receiver of webhooks, and fakes of S3 and
 * BigQuery that the real clients talk to.
 */
final class Services implements AutoCloseable {
  static final String ANALYTICS = "analytics-prod";
  static final String PAYMENTS = "payments";
  static final String ORDER_ANALYTICS = "analytics";
  static final String ORDERS = "orders";
  private static final String API_KEY = "demo-key";

  private final Deque<Runnable> open = new ArrayDeque<>();
  private final PostgresServer server;
  private final TestDatabase database;
  private final FaultProxy proxy;
  private final S3Server s3;
  private final SqsServer sqs;
  private final SqsQueue fraudQueue;
  private final SqsQueue orderFraudQueue;
  private final WebhookReceiver receiver;
  private final FakeBigQuery bigquery;

  /**
   * Starts one after another.
   *
   * @param progress is told what comes next: on a cold machine some take many seconds
   */
  private Services(java.util.function.Consumer<String> progress) {
    progress.accept("PostgreSQL");
    server = PostgresServer.start();
    open.push(server::close);
    database = server.createDatabase();
    open.push(database::close);
    proxy = FaultProxy.to("127.0.0.1", server.port());
    open.push(proxy::close);
    progress.accept("S3 (a fake)");
    s3 = S3Server.start();
    open.push(s3::close);
    progress.accept("SQS (ElasticMQ)");
    sqs = SqsServer.start();
    open.push(sqs::close);
    fraudQueue = sqs.createQueue("fraud-detection.fifo", Map.of("FifoQueue", "true"));
    orderFraudQueue = sqs.createQueue("order-fraud-detection.fifo", Map.of("FifoQueue", "true"));
    progress.accept("a receiver of webhooks");
    receiver = WebhookReceiver.start();
    open.push(receiver::close);
    progress.accept("BigQuery (a fake)");
    bigquery = FakeBigQuery.start();
    open.push(bigquery::close);
    bigquery.createDataset(ANALYTICS, PAYMENTS).createDataset(ORDER_ANALYTICS, ORDERS);
  }

  static Services start(java.util.function.Consumer<String> progress) {
    return new Services(progress);
  }

  /** What the plugin is told of them. PostgreSQL lies behind the proxy. */
  Places places() {
    return new Places(
        database.connectionString(proxy.port()),
        s3.connectionString("backup/dr"),
        sqs.endpoint().toString(),
        fraudQueue.url(),
        orderFraudQueue.url(),
        receiver.url("/orders"),
        API_KEY,
        Map.of(
            "endpoint", bigquery.endpoint().toString(),
            "storageEndpoint", bigquery.storageEndpoint().toString()));
  }

  String source() {
    return s3.connectionString("paystream");
  }

  /** Everything a reader of the demo's own looks at. */
  Sights sights() throws Exception {
    return new Sights(
        database.connect(),
        database.connect(),
        new RawBucket(s3.endpoint(), "paystream", ""),
        new RawBucket(s3.endpoint(), "backup", "dr/"),
        new Consumer(fraudQueue, "transaction_id"),
        new Consumer(orderFraudQueue, "order_id"),
        new Fulfillment(receiver, API_KEY),
        bigquery);
  }

  int postgresPort() {
    return server.port();
  }

  /** Cuts the connection at the next COMMIT: PostgreSQL gets it, its answer never arrives. */
  void loseNextCommitAnswer() {
    proxy.loseAnswerWith("COMMIT");
  }

  int lostAnswers() {
    return proxy.lostAnswers();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
