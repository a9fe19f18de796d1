package io.s3db.demo;

import io.s3db.Resource;
import io.s3db.S3dbException;
import io.s3db.server.S3dbServer;
import io.s3db.server.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A daemon on the services of the demo, with the page: it goes on from the journal that the demo
 * left. One payment a second keeps it moving, and an order every fourth.
 */
final class Served implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1000;
  private static final int PAYMENTS_PER_ORDER = 4;

  private final S3dbServer server;

  private Served(S3dbServer server) {
    this.server = server;
  }

  static Served start(Services services, Path folder) throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(Served.class.getResourceAsStream("serve.yaml"))) {
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return new Served(
          S3dbServer.start(
              Configuration.parse(
                  "serve.yaml", text, folder, variables(services, folder.resolve("journal")))));
    }
  }

  private static Map<String, String> variables(Services services, Path journal) {
    Places places = services.places();
    Map<String, String> variables = new HashMap<>();
    variables.put("SOURCE", services.source());
    variables.put("JOURNAL", journal.toString());
    variables.put("POSTGRES", places.postgres());
    variables.put("BACKUP", places.backup());
    variables.put("SQS", places.sqsEndpoint());
    variables.put("FRAUD_QUEUE", places.fraudQueue());
    variables.put("ORDER_FRAUD_QUEUE", places.orderFraudQueue());
    variables.put("FULFILLMENT", places.fulfillmentUrl());
    variables.put("API_KEY", places.apiKey());
    variables.put("BIGQUERY", Objects.requireNonNull(places.bigquery().get("endpoint")));
    variables.put(
        "BIGQUERY_STORAGE", Objects.requireNonNull(places.bigquery().get("storageEndpoint")));
    return variables;
  }

  URI uri() {
    return server.uri();
  }

  /** Writes until somebody has enough. */
  void write(CtrlC enough) throws InterruptedException {
    Resource transactions = server.database().resource(PayStream.RESOURCE);
    Trade payments = Trade.payments(transactions);
    Trade orders = Trade.orders(server.database().resource(OrderStream.RESOURCE));
    Random random = new Random(1);
    for (int i = 1; !enough.within(PAUSE_MILLIS); i++) {
      insert(payments, random);
      if (i % PAYMENTS_PER_ORDER == 0) {
        insert(orders, random);
      }
    }
  }

  /** Somebody may have broken something on purpose: that is what this is for. */
  private static void insert(Trade trade, Random random) {
    try {
      trade.resource().insert(trade.fresh().apply(random));
    } catch (S3dbException e) {
      System.err.println("A write was refused: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
