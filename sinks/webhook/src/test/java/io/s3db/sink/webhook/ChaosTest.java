package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.Durability;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.net.FaultProxy;
import io.s3db.testkit.webhook.WebhookAnswer;
import io.s3db.testkit.webhook.WebhookReceiver;
import io.s3db.testkit.webhook.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A receiver and a network that do everything wrong, at random; then both are well again. */
class ChaosTest {
  private static final int RECORDS = 12;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String BODY = "x".repeat(30_000);

  private final WebhookReceiver receiver = WebhookReceiver.start();
  private final FaultProxy network = FaultProxy.to("127.0.0.1", receiver.port());

  @AfterEach
  void stop() {
    network.close();
    receiver.close();
  }

  @Test
  void nothingIsLostOrSwappedWhateverTheReceiverDoes() throws Exception {
    live(new Random().nextLong(), 6);
  }

  @Test
  @Tag("long")
  void forManyHistories() throws Exception {
    for (int i = 0; i < 20; i++) {
      live(new Random().nextLong(), 30);
    }
  }

  private void live(long seed, int rounds) throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String run = UUID.randomUUID().toString();
    ReplicatorPlugin plugin = plugin(run);
    receiver.answer(request -> answer(seed, request));
    try (S3db db =
        S3db.builder().connectionString("memory://chaos-" + run).plugin(plugin).connect()) {
      Resource orders =
          db.createResource(
              run, r -> r.attribute("n", "number").attribute("text", "string|optional"));
      for (int round = 0; round < rounds; round++) {
        disturb(random);
        for (int i = 0; i < RECORDS; i++) {
          orders.upsert(Document.of("id", "r" + i, "n", round, "text", BODY));
        }
      }
      network.heal();
      receiver.answer(WebhookAnswer.status(204));
      assertThat(plugin.awaitReplicated(LONG)).as("seed %d", seed).isTrue();
      assertThat(plugin.deadLetters("hook", 10)).as("seed %d", seed).isEmpty();
    }
    List<Integer> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      all.add(round);
    }
    Map<String, List<Integer>> told = told(run);
    assertThat(told).as("seed %d", seed).hasSize(RECORDS);
    told.forEach(
        (id, numbers) ->
            assertThat(numbers.stream().distinct())
                .as("seed %d, %s, first arrivals", seed, id)
                .containsExactlyElementsOf(all));
  }

  private ReplicatorPlugin plugin(String resource) {
    return ReplicatorPlugin.builder()
        .durability(Durability.MEMORY)
        .closeTimeout(Duration.ofSeconds(2))
        .replicator(
            "webhook",
            r ->
                r.id("hook")
                    .resources(resource)
                    .config("url", "http://127.0.0.1:" + network.port() + "/")
                    .config("timeout", 500)
                    .config("retries", 1000)
                    .config("retryDelay", 5)
                    .config("retryStrategy", "fixed"))
        .build();
  }

  /** What happens to a request is chance: another thread may be quicker each time. */
  private static WebhookAnswer answer(long seed, WebhookRequest request) {
    Random random = new Random(seed ^ request.nanos());
    return switch (random.nextInt(12)) {
      case 0 -> WebhookAnswer.status(500, "no");
      case 1 -> WebhookAnswer.status(503);
      case 2 -> WebhookAnswer.status(429);
      case 3 -> new WebhookAnswer.Drop();
      case 4 -> WebhookAnswer.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
      case 5 -> WebhookAnswer.raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
      case 6 -> WebhookAnswer.raw("HTTP/1.1 503 Busy\r\nContent-Length: 99999999999999999999\r\n");
      case 7 -> new WebhookAnswer.Drip(503, Duration.ofMillis(50));
      default -> WebhookAnswer.status(204);
    };
  }

  /** Cuts connections in the middle of bodies, refuses them, or slows them down. */
  private void disturb(Random random) {
    switch (random.nextInt(5)) {
      case 0 -> network.cut();
      case 1 -> network.refuse();
      case 2 -> network.throttle(1 << 20);
      case 3 -> network.delay(Duration.ofMillis(5));
      default -> network.heal();
    }
  }

  private Map<String, List<Integer>> told(String resource) {
    Map<String, List<Integer>> told = new HashMap<>();
    for (WebhookRequest request : receiver.requests()) {
      Document envelope = request.document();
      if (envelope.text("resource").equals(resource)) {
        Document data = envelope.document("data");
        told.computeIfAbsent(data.id(), _ -> new ArrayList<>()).add((int) data.number("n"));
      }
    }
    return told;
  }
}
