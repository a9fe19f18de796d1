package io.s3db.benchmarks;

import io.s3db.replicator.Durability;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long PostgreSQL is behind while it is alone, and while four others in trouble get the same
 * changes: one that is dead, one that answers after two seconds, one that is throttled, and one
 * that refuses every hundredth record.
 */
final class Neighbours implements Benchmark {
  private static final int RATE = 500;
  private static final double BUDGET = 1.1;
  private static final Duration SLOW = Duration.ofSeconds(2);

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Duration time = stage.scale().freshness();
    Samples alone = measure(stage, time, _ -> {});
    Samples beside;
    try (WebhookReceiver slow = WebhookReceiver.start();
        WebhookReceiver throttled = WebhookReceiver.start();
        WebhookReceiver picky = WebhookReceiver.start()) {
      slow.answer(new WebhookAnswer.Later(SLOW, WebhookAnswer.status(204)));
      throttled.answer(WebhookAnswer.status(429).with("Retry-After", "1"));
      picky.answer(Neighbours::refuseEveryHundredth);
      String dead = "http://127.0.0.1:" + deadPort() + "/";
      beside =
          measure(
              stage,
              time,
              builder ->
                  builder
                      .replicator(webhook("dead", dead))
                      .replicator(webhook("slow", slow.url("/")))
                      .replicator(webhook("throttled", throttled.url("/")))
                      .replicator(webhook("picky", picky.url("/"))));
    }
    double ratio = beside.quantile(0.99) / alone.quantile(0.99);
    return List.of(
        Figure.of(
                "visible in PostgreSQL beside a dead, a slow, a throttled and a picky destination, "
                    + RATE
                    + " writes/s",
                Freshness.both(beside))
            .beside("alone: " + Freshness.both(alone), Text.times(ratio) + " at p99")
            .budget("at most 1.1x at p99", ratio <= BUDGET));
  }

  private static Samples measure(
      Stage stage, Duration time, Consumer<ReplicatorPlugin.Builder> others) throws Exception {
    try (TestDatabase database = stage.freshDatabase();
        Source source =
            Source.replicated(
                Source.memory(),
                stage,
                Durability.DISK,
                100,
                database.connectionString(),
                others)) {
      return Freshness.measure(source, database, time);
    }
  }

  private static Replicator webhook(String id, String url) {
    return Replicator.builder("webhook").id(id).resources(Orders.NAME).config("url", url).build();
  }

  private static WebhookAnswer refuseEveryHundredth(WebhookRequest request) {
    String id = request.document().document("data").id();
    return WebhookAnswer.status(id.endsWith("00") ? 422 : 204);
  }

  /** A port at which nobody listens. */
  private static int deadPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
